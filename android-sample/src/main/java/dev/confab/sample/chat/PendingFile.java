package dev.confab.sample.chat;

import dev.confab.transport.model.AttachmentId;
import org.jspecify.annotations.Nullable;

/**
 * A file that will go out with the next message.
 *
 * @param name its name
 * @param sizeBytes how large it is
 * @param place where the device has it, for a preview; null when that was lost
 * @param image whether it is a picture
 * @param stage how far it is
 * @param percent of the upload
 * @param failure why it cannot be sent, in the stage FAILED
 */
public record PendingFile(
        AttachmentId id,
        String name,
        long sizeBytes,
        @Nullable String place,
        boolean image,
        Stage stage,
        int percent,
        @Nullable Words failure) {

    /** How far a file is. */
    public enum Stage {
        WAITING,
        UPLOADING,
        READY,
        FAILED
    }
}
