package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.json.BoundedJson;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call.
 *
 * @param status the HTTP status, 0 for a TCP reset
 * @param media the name of its media type, see {@link Media}
 * @param body the body, null for none
 * @param entityTag the state of what was listed, null when it was no list
 */
record Answer(
        int status,
        String media,
        @Nullable JsonNode body,
        @Nullable String entityTag) {

    /** Stands for a TCP reset in place of an answer. */
    static final Answer NONE = new Answer(0, "", null, null);

    static Answer ok(String media, JsonNode body) {
        return new Answer(200, media, body, null);
    }

    static Answer created(String media, JsonNode body) {
        return new Answer(201, media, body, null);
    }

    static Answer noContent() {
        return new Answer(204, "", null, null);
    }

    /** Only lists carry a tag: one on other answers hides changes from clients (AMM notes B.8.5). */
    Answer tagged(String tag) {
        return new Answer(status, media, body, tag);
    }

    /** The body of an error (AMM notes B.10). */
    static Answer error(int status, int code, String reason) {
        JsonNode body = BoundedJson.object()
                .put("errorCode", code)
                .put("errorMsg", reason)
                .put("displayMsg", reason);
        return new Answer(status, Media.ERROR, body, null);
    }
}
