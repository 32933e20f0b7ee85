package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.files.FileContent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of a session, of the guest or of an agent (Web Messaging protocol notes §11.2). It is presigned, uploaded,
 * checked, and from then on ready to be sent once.
 */
final class Attachment {

    enum State {
        /** Its upload is awaited, or came and is being checked. */
        PRESIGNED,
        /** Its upload was refused. */
        FAILED,
        /** It can be sent. */
        UPLOADED,
        /** It is part of a message. */
        SENT,
        /** It was deleted before it was sent, or was not sent for too long. */
        DELETED
    }

    /**
     * What was announced of a file.
     *
     * @param name with its extension
     * @param type the MIME type as the guest gave it
     * @param size bytes, null when not announced
     * @param md5 the digest as the guest gave it, null when not announced
     */
    record Announced(
            String name,
            String type,
            @Nullable Long size,
            @Nullable String md5) {}

    /**
     * What came.
     *
     * @param content the bytes
     * @param sha256 their digest in hex
     */
    record Stored(FileContent content, String sha256) {}

    private final String id;
    private final String sessionId;
    private final Announced announced;
    private final Instant created;
    private State state = State.PRESIGNED;
    private @Nullable Stored stored;

    Attachment(String id, String sessionId, Announced announced, Instant created) {
        this.id = id;
        this.sessionId = sessionId;
        this.announced = announced;
        this.created = created;
    }

    String id() {
        return id;
    }

    /** The id, not the token, of the session it belongs to. */
    String sessionId() {
        return sessionId;
    }

    Announced announced() {
        return announced;
    }

    Instant created() {
        return created;
    }

    State state() {
        return state;
    }

    /** Its bytes; null until they came and passed the check, and after it was deleted. */
    @Nullable
    Stored stored() {
        return stored;
    }

    /** Announced, and nothing good has come yet. */
    boolean awaited() {
        return state == State.PRESIGNED || state == State.FAILED;
    }

    boolean downloadable() {
        return stored != null && (state == State.UPLOADED || state == State.SENT);
    }

    void uploaded(Stored bytes) {
        state = State.UPLOADED;
        stored = bytes;
    }

    void failed() {
        state = State.FAILED;
        stored = null;
    }

    void sent() {
        state = State.SENT;
    }

    void deleted() {
        state = State.DELETED;
        stored = null;
    }
}
