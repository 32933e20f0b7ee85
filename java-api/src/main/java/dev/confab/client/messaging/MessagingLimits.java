package dev.confab.client.messaging;

import dev.confab.transport.model.Limits;
import org.jspecify.annotations.Nullable;

/** How much the service takes. What it does not limit, or has not told yet, is {@link #UNLIMITED}. Immutable. */
public final class MessagingLimits {

    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final Limits value;

    MessagingLimits(Limits value) {
        this.value = value;
    }

    /**
     * Tells whether pictures, sound and video may be sent. Where they may not, files of any other kind may.
     *
     * @return whether that is allowed
     */
    public boolean isRichContentAllowed() {
        return value.getRichContentAllowed();
    }

    /**
     * Tells the longest text of a message.
     *
     * @return characters
     */
    public long getMaxTextLength() {
        return orUnlimited(value.getMaxTextCharacters());
    }

    /**
     * Tells the longest subject of a conversation.
     *
     * @return characters
     */
    public long getMaxConversationSubjectLength() {
        return orUnlimited(value.getMaxSubjectCharacters());
    }

    /**
     * Tells how many files one message carries.
     *
     * @return a number of files
     */
    public long getMaxNumberOfAttachmentsPerMessage() {
        return orUnlimited(value.getMaxAttachmentsPerMessage());
    }

    /**
     * Tells the largest sound file.
     *
     * @return bytes
     */
    public long getMaxAudioSize() {
        return orUnlimited(value.maxBytesFor("audio/*"));
    }

    /**
     * Tells the largest picture.
     *
     * @return bytes
     */
    public long getMaxImageSize() {
        return orUnlimited(value.maxBytesFor("image/*"));
    }

    /**
     * Tells the largest video.
     *
     * @return bytes
     */
    public long getMaxVideoSize() {
        return orUnlimited(value.maxBytesFor("video/*"));
    }

    /**
     * Tells the largest file of any other kind.
     *
     * @return bytes
     */
    public long getMaxGenericAttachmentSize() {
        return orUnlimited(value.getMaxAttachmentBytes());
    }

    /** Zero is how this service says that there is none. */
    private static long orUnlimited(@Nullable Number limit) {
        return limit == null || limit.longValue() == 0 ? UNLIMITED : limit.longValue();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessagingLimits && ((MessagingLimits) other).value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
