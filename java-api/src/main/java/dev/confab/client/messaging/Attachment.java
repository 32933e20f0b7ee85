package dev.confab.client.messaging;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.AttachmentProfile;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessagingException;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A file of a message, as a live object: one to be sent, or one to be fetched. */
public final class Attachment extends AttachmentCapabilities {

    /** By which the client marks the preview of the file that has the same name. */
    private static final String THUMBNAIL = "Thumbnail";

    private @Nullable CompletableFuture<dev.confab.transport.model.Attachment> attaching;

    private Attachment(MessageView message) {
        super(message);
    }

    static Attachment draft(MessageView message, AttachmentSource source) {
        Attachment attachment = new Attachment(message);
        attachment.setDraft(new DraftFile(source));
        return attachment;
    }

    /**
     * The files of a message, each preview with the file that has its name. Under the lock of the board.
     *
     * @param own those from which they were made, in their order
     */
    static List<Attachment> of(MessageView message, dev.confab.transport.model.Message value, List<Attachment> own) {
        List<Attachment> files = new ArrayList<>();
        Attachment last = null;
        for (MessagePart part : value.getParts()) {
            if (!(part instanceof MessagePart.Attachment)) {
                continue;
            }
            dev.confab.transport.model.Attachment file = ((MessagePart.Attachment) part).getAttachment();
            boolean isPreview = last != null
                    && THUMBNAIL.equals(file.getMediaType())
                    && Objects.equals(last.getName(), file.getFileName());
            Attachment attachment =
                    !isPreview && files.size() < own.size() ? own.get(files.size()) : new Attachment(message);
            attachment.setValue(file);
            attachment.setDraft(null);
            if (isPreview && last != null) {
                last.setThumbnail(attachment);
            } else {
                files.add(attachment);
                last = attachment;
            }
        }
        return Collections.unmodifiableList(files);
    }

    /** Hands the file to the client, once; again after a failure. */
    synchronized CompletableFuture<dev.confab.transport.model.Attachment> attach(AsyncMessagingClient client) {
        DraftFile file = draft();
        CompletableFuture<dev.confab.transport.model.Attachment> begun = attaching;
        if (begun != null && !begun.isCompletedExceptionally()) {
            return begun;
        }
        if (file == null) {
            return CompletableFuture.completedFuture(requireValue());
        }
        begun = client.attach(new AttachmentId(UUID.randomUUID().toString()), file.source())
                .thenApply(attached -> {
                    setValue(attached);
                    return attached;
                });
        attaching = begun;
        return begun;
    }

    dev.confab.transport.model.Attachment requireValue() {
        dev.confab.transport.model.Attachment now = value();
        if (now == null) {
            throw new MessagingException(ErrorCode.WRONG_STATE, "The file has not been sent yet.");
        }
        return now;
    }

    /** It is not part of its message any more. */
    void removed() {
        message.board.change(this::setRemoved);
        forget();
    }

    /** Throws for a file that the service does not take, as far as it has told. */
    void check() {
        check(Objects.requireNonNull(draft()));
    }

    private void check(DraftFile file) {
        if (file.isRich() && !message.board.limits().isRichContentAllowed()) {
            throw new MessagingException(
                    ErrorCode.FILE_TYPE_INVALID,
                    "The service takes no pictures, sound and video from this user, and this file is " + file.mimeType()
                            + ": send a file of another kind, or ask the administrator.");
        }
        AttachmentProfile profile = message.board.client().attachmentProfile();
        if (profile == null) {
            return;
        }
        long size = file.original().getSizeBytes();
        String type = file.mimeType();
        Long most = profile.maxBytesFor(type == null ? "" : type);
        if (most != null && most > 0 && size > most) {
            throw new MessagingException(
                    ErrorCode.FILE_SIZE_INVALID,
                    "The file has " + size + " bytes; the service takes " + most
                            + " of this kind: send a smaller one.");
        }
    }

    /**
     * Renames it: as long as it is a draft.
     *
     * @param name with its extension, which says what it is unless {@link #setMimeType} does
     * @throws MessagingException when it is no draft, or the service does not take such a file
     */
    public void setName(String name) {
        edit(requireDraft().withName(Objects.requireNonNull(name, "name")), getThumbnail());
    }

    /**
     * Says what it is: as long as it is a draft.
     *
     * @param mimeType such as {@code audio/mp4}
     * @throws MessagingException when it is no draft, or the service does not take such a file
     */
    public void setMimeType(String mimeType) {
        edit(requireDraft().withMimeType(Objects.requireNonNull(mimeType, "mimeType")), getThumbnail());
    }

    /**
     * Gives it a preview, which the application makes: the vendor's is a JPEG of 128 pixels across. For pictures and videos, as long as it is a
     * draft.
     *
     * @param source the picture
     * @return the preview
     * @throws MessagingException when it is no draft, or neither picture nor video
     */
    public Attachment createThumbnail(AttachmentSource source) {
        DraftFile file = requireDraft();
        if (!file.isVisual()) {
            throw new MessagingException(
                    ErrorCode.FILE_TYPE_INVALID,
                    "Only pictures and videos have a preview, but this file is " + file.mimeType()
                            + ": setMimeType says what it is.");
        }
        Attachment preview = draft(message, Objects.requireNonNull(source, "source"));
        edit(file.withThumbnail(source), preview);
        return preview;
    }

    /**
     * Takes the preview away again.
     *
     * @throws MessagingException when it is no draft
     */
    public void removeThumbnail() {
        edit(requireDraft().withThumbnail(null), null);
    }

    /**
     * Fetches it into a file.
     *
     * @param file where to; it is replaced only when everything has arrived
     * @return completes with the number of bytes
     */
    public CompletableFuture<Long> download(File file) {
        return download(AttachmentFiles.sink(Objects.requireNonNull(file, "file")));
    }

    /**
     * Fetches it.
     *
     * @param sink where the bytes go
     * @return completes with their number; fails with {@link ErrorCode#WRONG_STATE} for a draft
     */
    public CompletableFuture<Long> download(AttachmentSink sink) {
        Objects.requireNonNull(sink, "sink");
        dev.confab.transport.model.Attachment now = value();
        if (draft() != null || now == null) {
            return Outcomes.failed(ErrorCode.WRONG_STATE, "The file is a draft: it is here and not at the service.");
        }
        return message.board.client().download(now, sink);
    }

    private DraftFile requireDraft() {
        DraftFile file = draft();
        if (file == null || !draftAllowance().isAllowed()) {
            throw new MessagingException(ErrorCode.WRONG_STATE, MessageCapabilities.NO_DRAFT);
        }
        return file;
    }

    private void edit(DraftFile changed, @Nullable Attachment preview) {
        check(changed);
        message.board.change(() -> {
            setDraft(changed);
            setThumbnail(preview);
        });
        forget();
    }

    /** What was handed to the client before is not this file any more: the client keeps it for nobody. */
    private synchronized void forget() {
        CompletableFuture<dev.confab.transport.model.Attachment> begun = attaching;
        attaching = null;
        if (begun != null) {
            Outcomes.forget(begun.thenCompose(attached -> message.board.client().detach(attached.getId())));
        }
    }

    /** Without the name, which stays out of logs. */
    @Override
    public String toString() {
        return "Attachment(" + getSize() + " bytes, " + getMimeType() + ", " + getStatus() + ")";
    }
}
