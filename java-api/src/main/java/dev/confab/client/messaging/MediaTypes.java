package dev.confab.client.messaging;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The media types of the endings that this service's users send: a limit of its own holds for sound, pictures and video. */
final class MediaTypes {

    private static final Map<String, String> BY_ENDING = new HashMap<>();

    static {
        for (String ending : new String[] {"m4a", "mp4a"}) {
            BY_ENDING.put(ending, "audio/mp4");
        }
        BY_ENDING.put("mp3", "audio/mpeg");
        BY_ENDING.put("wav", "audio/wav");
        BY_ENDING.put("mp4", "video/mp4");
        BY_ENDING.put("mov", "video/quicktime");
        BY_ENDING.put("jpg", "image/jpeg");
        BY_ENDING.put("jpeg", "image/jpeg");
        BY_ENDING.put("png", "image/png");
        BY_ENDING.put("gif", "image/gif");
    }

    private MediaTypes() {}

    /** Null where the ending says nothing. */
    static @Nullable String ofName(String name) {
        return BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
