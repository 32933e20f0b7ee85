package dev.confab.client.messaging;

import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.Importance;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.model.Sensitivity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the author of a message has made of it so far. Immutable; each change is another one. */
final class Wording {

    static final Wording EMPTY = new Wording(
            ResourceStatus.DRAFT_UNSENT,
            null,
            "",
            Importance.NORMAL,
            Sensitivity.NORMAL,
            null,
            Collections.emptyList());

    final ResourceStatus status;
    final @Nullable MessagingException failure;
    final String body;
    final Importance importance;
    final Sensitivity sensitivity;
    final @Nullable String inReplyTo;
    final List<Attachment> attachments;

    private Wording(
            ResourceStatus status,
            @Nullable MessagingException failure,
            String body,
            Importance importance,
            Sensitivity sensitivity,
            @Nullable String inReplyTo,
            List<Attachment> attachments) {
        this.status = status;
        this.failure = failure;
        this.body = body;
        this.importance = importance;
        this.sensitivity = sensitivity;
        this.inReplyTo = inReplyTo;
        this.attachments = attachments;
    }

    /** Of a message that could not be sent and of which only that is left, as after a restart. */
    static Wording of(dev.confab.transport.model.Message message, List<Attachment> attachments) {
        return new Wording(
                ResourceStatus.DRAFT_ERROR,
                null,
                message.getText(),
                message.getImportance(),
                message.getSensitivity(),
                message.getReplyTo(),
                attachments);
    }

    boolean isEmpty() {
        return body.isEmpty() && attachments.isEmpty();
    }

    /** Whether a message of the client says the same; it has the files that were handed to it. */
    boolean saysWhatIs(dev.confab.transport.model.Message message) {
        return body.equals(message.getText())
                && importance == message.getImportance()
                && sensitivity == message.getSensitivity()
                && Objects.equals(inReplyTo, message.getReplyTo())
                && handed().equals(filesOf(message));
    }

    private List<@Nullable AttachmentId> handed() {
        List<@Nullable AttachmentId> ids = new ArrayList<>();
        for (Attachment file : attachments) {
            dev.confab.transport.model.Attachment value = file.value();
            ids.add(value == null ? null : value.getId());
        }
        return ids;
    }

    private static List<@Nullable AttachmentId> filesOf(dev.confab.transport.model.Message message) {
        List<@Nullable AttachmentId> ids = new ArrayList<>();
        for (MessagePart part : message.getParts()) {
            if (part instanceof MessagePart.Attachment) {
                ids.add(((MessagePart.Attachment) part).getAttachment().getId());
            }
        }
        return ids;
    }

    Wording with(ResourceStatus status, @Nullable MessagingException failure) {
        return new Wording(status, failure, body, importance, sensitivity, inReplyTo, attachments);
    }

    Wording withBody(String body) {
        return new Wording(status, failure, body, importance, sensitivity, inReplyTo, attachments);
    }

    Wording withImportance(Importance importance) {
        return new Wording(status, failure, body, importance, sensitivity, inReplyTo, attachments);
    }

    Wording withSensitivity(Sensitivity sensitivity) {
        return new Wording(status, failure, body, importance, sensitivity, inReplyTo, attachments);
    }

    Wording withInReplyTo(@Nullable String inReplyTo) {
        return new Wording(status, failure, body, importance, sensitivity, inReplyTo, attachments);
    }

    Wording with(Attachment attachment) {
        List<Attachment> more = new ArrayList<>(attachments);
        more.add(attachment);
        return withAttachments(more);
    }

    Wording without(Attachment attachment) {
        List<Attachment> fewer = new ArrayList<>(attachments);
        fewer.remove(attachment);
        return withAttachments(fewer);
    }

    private Wording withAttachments(List<Attachment> attachments) {
        return new Wording(
                status, failure, body, importance, sensitivity, inReplyTo, Collections.unmodifiableList(attachments));
    }
}
