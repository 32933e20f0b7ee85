package dev.confab.sandbox.amm;

/**
 * What is too much for the AMM service. The real numbers are set by administrators; these are those of the sample in the
 * notes (AMM notes B.4), which invented them.
 *
 * @param text characters of a message
 * @param subject characters of a subject
 * @param audio bytes of a sound
 * @param image bytes of a picture
 * @param video bytes of a video
 * @param generic bytes of any other file
 * @param thumbnail bytes of a preview
 * @param attachments files of one message, previews not counted
 * @param page messages in a page of history
 * @param ids conversations in a question by ids
 * @param batch messages in a batch of read marks
 */
public record AmmLimits(
        int text,
        int subject,
        int audio,
        int image,
        int video,
        int generic,
        int thumbnail,
        int attachments,
        int page,
        int ids,
        int batch) {

    /** The limits of the sample: 5000 characters, 5 MB of sound or picture, 20 MB of video, 10 MB of other files. */
    public static final AmmLimits DEFAULT =
            new AmmLimits(5000, 50, 5_000_000, 5_000_000, 20_000_000, 10_000_000, 100_000, 10, 15, 50, 100);

    /**
     * Checks that all are at least 1.
     *
     * @param text characters of a message
     * @param subject characters of a subject
     * @param audio bytes of a sound
     * @param image bytes of a picture
     * @param video bytes of a video
     * @param generic bytes of any other file
     * @param thumbnail bytes of a preview
     * @param attachments files of one message, previews not counted
     * @param page messages in a page of history
     * @param ids conversations in a question by ids
     * @param batch messages in a batch of read marks
     */
    public AmmLimits {
        for (int limit :
                new int[] {text, subject, audio, image, video, generic, thumbnail, attachments, page, ids, batch}) {
            if (limit < 1) {
                throw new IllegalArgumentException("A limit is at least 1, not " + limit);
            }
        }
    }

    /**
     * Limits messages.
     *
     * @param characters the longest text
     * @return limits that differ in this
     */
    public AmmLimits withText(int characters) {
        return new AmmLimits(
                characters, subject, audio, image, video, generic, thumbnail, attachments, page, ids, batch);
    }

    /**
     * Limits files of all kinds.
     *
     * @param bytes the largest file
     * @param count how many in a message
     * @return limits that differ in this
     */
    public AmmLimits withFiles(int bytes, int count) {
        return new AmmLimits(text, subject, bytes, bytes, bytes, bytes, thumbnail, count, page, ids, batch);
    }

    /**
     * Limits pages and batches.
     *
     * @param messages messages in a page of history
     * @param conversations conversations in a question by ids
     * @param marks messages in a batch of read marks
     * @return limits that differ in this
     */
    public AmmLimits withPages(int messages, int conversations, int marks) {
        return new AmmLimits(
                text, subject, audio, image, video, generic, thumbnail, attachments, messages, conversations, marks);
    }

    int bytes(String mimeType) {
        if (mimeType.startsWith("audio/")) {
            return audio;
        }
        if (mimeType.startsWith("image/")) {
            return image;
        }
        return mimeType.startsWith("video/") ? video : generic;
    }
}
