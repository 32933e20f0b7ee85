package dev.confab.client.messaging;

import dev.confab.transport.model.Importance;
import dev.confab.transport.model.Sensitivity;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link MessageListener} is told of, at one moment. */
final class MessageFace {

    private final ResourceStatus status;
    private final String body;
    private final boolean read;
    private final Importance importance;
    private final Sensitivity sensitivity;
    private final @Nullable String inReplyTo;

    MessageFace(Message of) {
        status = of.getStatus();
        body = of.getBody();
        read = of.isRead();
        importance = of.getImportance();
        sensitivity = of.getSensitivity();
        inReplyTo = of.getInReplyTo();
    }

    void tellSince(MessageFace before, Message of, MessageListener to) {
        tell(before.status, status, () -> to.onMessageStatusChanged(of, status));
        tell(before.body, body, () -> to.onMessageBodyChanged(of, body));
        tell(before.read, read, () -> to.onMessageIsReadStatusChanged(of, read));
        tell(before.importance, importance, () -> to.onMessageImportanceChanged(of, importance));
        tell(before.sensitivity, sensitivity, () -> to.onMessageSensitivityChanged(of, sensitivity));
        tell(before.inReplyTo, inReplyTo, () -> to.onMessageInReplyToChanged(of, inReplyTo));
    }

    private static void tell(@Nullable Object before, @Nullable Object now, Runnable callback) {
        if (!Objects.equals(before, now)) {
            callback.run();
        }
    }

    private List<@Nullable Object> all() {
        return Arrays.asList(status, body, read, importance, sensitivity, inReplyTo);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageFace && ((MessageFace) other).all().equals(all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }
}
