package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a transcript (Engage chat protocol notes §1.3). Typing has an index, too.
 *
 * @param index from 1, without a hole; 0 for a notice that is not part of the transcript
 * @param type one of the constants
 * @param text what was said, the URL, the new name or the kind of notice; null for what has no words
 * @param from who
 * @param time when
 * @param messageType the label that came with a message, or null
 * @param userData what is told of a file, or empty
 * @param quitReason why somebody left, or null
 */
record Entry(
        int index,
        String type,
        @Nullable String text,
        Party from,
        Instant time,
        @Nullable String messageType,
        Map<String, String> userData,
        @Nullable Integer quitReason) {

    static final String JOINED = "ParticipantJoined";
    static final String LEFT = "ParticipantLeft";
    static final String MESSAGE = "Message";
    static final String TYPING_STARTED = "TypingStarted";
    static final String TYPING_STOPPED = "TypingStopped";
    static final String PUSH_URL = "PushUrl";
    static final String NICKNAME = "NicknameUpdated";
    static final String FILE_UPLOADED = "FileUploaded";
    static final String FILE_DELETED = "FileDeleted";
    static final String CUSTOM_NOTICE = "CustomNotice";
    static final String NOTICE = "Notice";

    Entry {
        userData = Map.copyOf(userData);
    }

    boolean isTyping() {
        return type.equals(TYPING_STARTED) || type.equals(TYPING_STOPPED);
    }

    ObjectNode json() {
        ObjectNode json = BoundedJson.object();
        json.set("from", from.json());
        if (index > 0) {
            json.put("index", index);
        }
        if (text != null) {
            json.put("text", text);
        }
        json.put("type", type).put("utcTime", time.toEpochMilli());
        if (messageType != null) {
            json.put("messageType", messageType);
        }
        if (!userData.isEmpty()) {
            ObjectNode data = json.putObject("userData");
            userData.forEach(data::put);
        }
        if (quitReason != null) {
            // A section of key-value pairs, as Chat Server keeps the attributes of its events.
            json.putObject("eventAttributes")
                    .putObject("GCTI_SYSTEM")
                    .put("quit-reason-code", Integer.toString(quitReason));
        }
        return json;
    }
}
