package dev.confab.client.messaging;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The media types of the endings that this service's users send: a limit of its own holds for sound, pictures and video. */
final class MediaTypes {

    private static final Map<String, String> BY_ENDING = new HashMap<>();

    static {
        all("audio/mp4", "m4a", "mp4a");
        all("audio/mpeg", "mp3");
        all("audio/wav", "wav");
        all("audio/aac", "aac");
        all("audio/ogg", "ogg", "oga", "opus");
        all("audio/flac", "flac");
        all("audio/amr", "amr");
        all("video/mp4", "mp4", "m4v");
        all("video/quicktime", "mov");
        all("video/webm", "webm");
        all("video/mpeg", "mpeg", "mpg");
        all("video/3gpp", "3gp");
        all("image/jpeg", "jpg", "jpeg");
        all("image/png", "png");
        all("image/gif", "gif");
        all("image/webp", "webp");
        all("image/heic", "heic");
        all("image/bmp", "bmp");
        all("image/svg+xml", "svg");
        all("image/tiff", "tif", "tiff");
    }

    private static void all(String type, String... endings) {
        for (String ending : endings) {
            BY_ENDING.put(ending, type);
        }
    }

    private MediaTypes() {}

    /** Null where the ending says nothing. */
    static @Nullable String ofName(String name) {
        return BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
