package dev.confab.client.messaging;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Importance;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.Sensitivity;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A message, or another entry of a conversation, as a live object.
 *
 * <p><b>Life of an own one.</b> {@link Conversation#createMessage}, {@link #setBodyAndReportTyping}, {@link #createAttachment}, {@link #send}: then
 * it is on its way, also while the network is away, until there is proof that the service has it. When it is given up, its status is {@link
 * ResourceStatus#DRAFT_ERROR}: it can be changed, and sent again.
 */
public final class Message extends MessageCapabilities {

    private Message(Conversation conversation, MessageId id) {
        super(conversation, id);
    }

    @Override
    Message self() {
        return this;
    }

    static Message draft(Conversation conversation) {
        Message message =
                new Message(conversation, new MessageId(UUID.randomUUID().toString()));
        message.setWording(Wording.EMPTY);
        return message;
    }

    /** Under the lock of the board. */
    static Message of(Conversation conversation, dev.confab.transport.model.Message value) {
        Message message = new Message(conversation, value.getId());
        message.accept(value);
        return message;
    }

    /**
     * Replaces the text, and tells the others that the user is typing where the conversation is at the service already.
     *
     * @param body the text
     * @return completes with how many characters are left, negative when it is too long, {@link Integer#MAX_VALUE} where there is no limit; fails
     *     with {@link ErrorCode#WRONG_STATE} when it is no draft
     */
    public CompletableFuture<Integer> setBodyAndReportTyping(String body) {
        Objects.requireNonNull(body, "body");
        try {
            edit(wording -> wording.withBody(body));
        } catch (MessagingException refused) {
            return Outcomes.failed(refused);
        }
        int left = charactersLeft(body);
        // That others hear of it is a courtesy: the text is set in any case.
        return reportTyping(true).handle((done, failure) -> left);
    }

    private int charactersLeft(String body) {
        Integer limit = board.client().limits().getMaxTextCharacters();
        return limit == null || limit == 0 ? Integer.MAX_VALUE : limit - body.length();
    }

    /**
     * Tells the others that the user is typing, or not any more. In a draft conversation there is nobody to tell.
     *
     * @param typing whether
     * @return completes when it is on its way
     */
    public CompletableFuture<Void> reportTyping(boolean typing) {
        if (getConversation().getStatus() != ResourceStatus.PUBLISHED) {
            return CompletableFuture.completedFuture(null);
        }
        return getConversation().launch((client, id) -> typing ? client.indicateTyping(id) : client.stopTyping(id));
    }

    /**
     * Makes it the answer to another message.
     *
     * @param message one that the service has
     * @throws MessagingException when this is no draft, or that is one
     */
    public void setInReplyTo(Message message) {
        String answered = message.requireId();
        edit(wording -> wording.withInReplyTo(answered));
    }

    /**
     * Says how much it wants to be noticed.
     *
     * @param importance how much
     * @throws MessagingException when this is no draft
     */
    public void setImportance(Importance importance) {
        Objects.requireNonNull(importance, "importance");
        edit(wording -> wording.withImportance(importance));
    }

    /**
     * Says how it is to be treated.
     *
     * @param sensitivity how
     * @throws MessagingException when this is no draft
     */
    public void setSensitivity(Sensitivity sensitivity) {
        Objects.requireNonNull(sensitivity, "sensitivity");
        edit(wording -> wording.withSensitivity(sensitivity));
    }

    /**
     * Adds a file. It leaves with the message, and must stay readable until then.
     *
     * @param file sound, picture, video or anything else; its ending tells the type
     * @return the attachment, a draft
     * @throws MessagingException when this is no draft, or the service does not take the file: its kind, or its size
     */
    public Attachment createAttachment(File file) {
        return createAttachment(AttachmentFiles.source(Objects.requireNonNull(file, "file")));
    }

    /**
     * Adds a file of whatever origin.
     *
     * @param source the file
     * @return the attachment, a draft
     * @throws MessagingException when this is no draft, or the service does not take the file: its kind, or its size
     */
    public Attachment createAttachment(AttachmentSource source) {
        Attachment attachment = Attachment.draft(this, Objects.requireNonNull(source, "source"));
        attachment.check();
        edit(wording -> {
            Integer most = board.client().limits().getMaxAttachmentsPerMessage();
            if (most != null && most > 0 && wording.attachments.size() >= most) {
                throw new MessagingException(
                        ErrorCode.TOO_MANY_ATTACHMENTS,
                        "The service takes " + most + " files in one message: send another message with the rest.");
            }
            return wording.with(attachment);
        });
        return attachment;
    }

    /**
     * Takes a file out of it again.
     *
     * @param attachment of this message
     * @throws MessagingException when this is no draft
     */
    public void removeDraftAttachment(Attachment attachment) {
        edit(wording -> wording.without(attachment));
        attachment.removed();
    }

    /**
     * Tells the service that the user has read it.
     *
     * @return completes when the service has taken it; at once for an own one, and for one that is read
     */
    public CompletableFuture<Void> markAsRead() {
        if (isRead()) {
            return CompletableFuture.completedFuture(null);
        }
        return board.after(
                getConversation().launch((client, id) -> client.markAsRead(id, Collections.singletonList(id()))),
                done -> null);
    }

    /**
     * Sends it, behind those of its conversation that were sent before. A draft conversation begins with it.
     *
     * @return completes with this message when there is proof that the service has it, which may take as long as the network is away. Fails with
     *     {@link ErrorCode#WRONG_STATE} for one that is no draft, and with the reason for one that is empty or too long, which stays a draft
     */
    public CompletableFuture<Message> send() {
        try {
            edit(wording -> {
                refuseWhatCannotBeSent(wording);
                return wording.with(ResourceStatus.DRAFT_SENDING, null);
            });
        } catch (MessagingException refused) {
            return Outcomes.failed(refused);
        }
        List<Attachment> files = Objects.requireNonNull(wording()).attachments;
        CompletableFuture<Void> attached = getConversation().prepare(client -> attach(client, files));
        CompletableFuture<dev.confab.transport.model.Message> proof =
                getConversation().launch((client, id) -> attached.thenCompose(done -> submit(client, id)));
        return board.after(proof.whenComplete(this::settle), sent -> this);
    }

    private static CompletableFuture<Void> attach(AsyncMessagingClient client, List<Attachment> files) {
        return CompletableFuture.allOf(
                files.stream().map(file -> file.attach(client)).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<dev.confab.transport.model.Message> submit(
            AsyncMessagingClient client, ConversationId conversation) {
        Wording words = Objects.requireNonNull(wording());
        dev.confab.transport.model.Message known = value();
        if (known != null && known.getStatus() instanceof MessageStatus.Wedged) {
            // By what the client has, and not by what was done here: an edit may have failed on its way to the client.
            // One that says the same is not edited: the client would not look for it in the history (REL-4).
            return words.saysWhatIs(known) ? client.retry(id()) : client.edit(id(), toDraft(words));
        }
        return client.send(conversation, id(), toDraft(words));
    }

    private static Draft toDraft(Wording words) {
        List<dev.confab.transport.model.Attachment> files = new ArrayList<>();
        words.attachments.forEach(file -> files.add(file.requireValue()));
        return new Draft(words.body)
                .withImportance(words.importance)
                .withSensitivity(words.sensitivity)
                .withReplyTo(words.inReplyTo)
                .withAttachments(files);
    }

    private void settle(dev.confab.transport.model.@Nullable Message sent, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        board.change(() -> {
            Wording own = wording();
            if (own != null) {
                setWording(own.with(ResourceStatus.DRAFT_ERROR, Outcomes.failure(failure)));
                getConversation().transcript().collect();
            }
        });
    }

    private void refuseWhatCannotBeSent(Wording wording) {
        if (wording.isEmpty()) {
            throw new MessagingException(ErrorCode.INVALID_ARGUMENT, "The message is empty: give it a text or a file.");
        }
        int left = charactersLeft(wording.body);
        if (left < 0) {
            throw new MessagingException(
                    ErrorCode.MESSAGE_TOO_LONG,
                    "The message has " + -left + " characters more than the service takes: shorten it.");
        }
    }

    /** Throws when it is no draft. */
    private void edit(UnaryOperator<Wording> change) {
        board.change(() -> {
            if (!getStatus().isEditable()) {
                throw new MessagingException(ErrorCode.WRONG_STATE, NO_DRAFT);
            }
            Wording own = wording();
            dev.confab.transport.model.Message known = value();
            setWording(change.apply(
                    own != null
                            ? own
                            : Wording.of(
                                    Objects.requireNonNull(known),
                                    Attachment.of(this, known, Collections.emptyList()))));
            getConversation().transcript().collect();
        });
    }

    /** Without the text, which stays out of logs. */
    @Override
    public String toString() {
        return "Message(" + id() + ", " + getType() + ", " + getStatus() + ")";
    }
}
