package dev.confab.sample.image;

/** How much smaller than it is a picture is decoded. A picture of a stranger must not fill the memory. */
public final class Sampling {

    private Sampling() {}

    /**
     * The power of two by which both sides are divided while decoding: the largest that leaves no side smaller than it is
     * shown, or more where the result would have too many pixels.
     *
     * @param width of the picture
     * @param height of the picture
     * @param shownWidth where it is shown
     * @param shownHeight where it is shown
     * @param maxPixels the most that is decoded
     */
    public static int size(int width, int height, int shownWidth, int shownHeight, long maxPixels) {
        int size = 1;
        while (width / (size * 2) >= shownWidth && height / (size * 2) >= shownHeight) {
            size *= 2;
        }
        while ((long) (width / size) * (height / size) > maxPixels) {
            size *= 2;
        }
        return size;
    }
}
