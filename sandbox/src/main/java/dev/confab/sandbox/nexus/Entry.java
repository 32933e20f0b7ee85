package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line of a session's transcript (Engage chat protocol notes §3.4). Typing has an index, too.
 *
 * @param id unlike all others
 * @param index from 1, without a hole
 * @param type {@code Text} for talk; see the constants
 * @param text what was said; empty for what has no words
 * @param from who
 * @param time when
 * @param file what came along, or null
 */
record Entry(
        String id,
        int index,
        String type,
        String text,
        Party from,
        Instant time,
        @Nullable SharedFile file) {

    static final String TEXT = "Text";
    static final String JOINED = "ParticipantJoined";
    static final String LEFT = "ParticipantLeft";
    static final String TYPING_STARTED = "TypingStarted";
    static final String TYPING_STOPPED = "TypingStopped";
    static final String FILE = "FileUploaded";

    ObjectNode json() {
        ObjectNode json = BoundedJson.object().put("id", id).put("index", index).put("type", type);
        if (!text.isEmpty()) {
            json.put("text", text);
        }
        json.set("from", from.json());
        json.put("timestamp", time.truncatedTo(ChronoUnit.MILLIS).toString());
        if (file != null) {
            json.set("file", file.json());
        }
        return json;
    }
}
