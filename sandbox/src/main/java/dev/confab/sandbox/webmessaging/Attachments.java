package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.files.TempFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attachments of all sessions, and the addresses under which they are taken and given. Unsent ones are forgotten after
 * 15 days, all of a session when it ends (Web Messaging protocol notes §4.4, §11.2).
 */
final class Attachments {

    static final String UPLOADS = "/uploads/";
    static final String DOWNLOADS = "/api/v2/downloads/";

    /**
     * How many files a session may have announced that never came. The real limit is not known; without one a client that
     * announces and never uploads would fill the memory.
     */
    static final int MAX_AWAITED = 100;

    private static final Duration UNSENT_LIFE = Duration.ofDays(15);

    /**
     * A presigned address.
     *
     * @param signature what the query must say
     * @param tagging the header that must come along
     * @param ends when it takes no upload any more
     */
    record UploadGrant(Session session, Attachment attachment, String signature, String tagging, Instant ends) {}

    /** A download address. */
    record DownloadGrant(Attachment attachment, Instant ends) {}

    private final Map<String, Map<String, Attachment>> bySession = new HashMap<>();
    /** What the conversations of users hold of sessions that ended. */
    private final Map<Account, Map<String, Attachment>> byAccount = new HashMap<>();

    private final Map<String, UploadGrant> uploads = new HashMap<>();
    private final Map<String, DownloadGrant> downloads = new LinkedHashMap<>();
    private final TempFiles files;
    private final Ids ids;

    Attachments(TempFiles files, Ids ids) {
        this.files = files;
        this.ids = ids;
    }

    TempFiles files() {
        return files;
    }

    /**
     * Finds an attachment of a session, or of another in the same conversation; one that was not sent in time is deleted by
     * now.
     */
    @Nullable
    Attachment find(Session session, @Nullable String id, Instant now) {
        Attachment found = id == null ? null : lookUp(session, id);
        if (found != null
                && found.state() != Attachment.State.SENT
                && !now.isBefore(found.created().plus(UNSENT_LIFE))) {
            delete(found);
        }
        return found;
    }

    private @Nullable Attachment lookUp(Session session, String id) {
        Attachment own = bySession.getOrDefault(session.id(), Map.of()).get(id);
        Account account = session.account();
        if (own != null || account == null) {
            return own;
        }
        // Two devices of a user may have chosen the same id; each of them means its own.
        for (Session sibling : account.sessions()) {
            Attachment shared = bySession.getOrDefault(sibling.id(), Map.of()).get(id);
            if (shared != null) {
                return shared;
            }
        }
        return byAccount.getOrDefault(account, Map.of()).get(id);
    }

    /** Whether a session may announce one more file: those that were announced and never came are counted. */
    boolean hasRoom(Session session, Instant now) {
        return bySession.getOrDefault(session.id(), Map.of()).values().stream()
                        .filter(attachment -> attachment.awaited()
                                && now.isBefore(attachment.created().plus(UNSENT_LIFE)))
                        .count()
                < MAX_AWAITED;
    }

    void put(Attachment attachment) {
        bySession
                .computeIfAbsent(attachment.sessionId(), key -> new HashMap<>())
                .put(attachment.id(), attachment);
    }

    /** Gives out a presigned address, and returns its last part. */
    String grantUpload(Session session, Attachment attachment, Instant now) {
        uploads.values()
                .removeIf(grant -> grant.attachment().id().equals(attachment.id())
                        && grant.attachment().sessionId().equals(session.id()));
        uploads.values().removeIf(grant -> now.isAfter(grant.ends()));
        String id = ids.hex();
        String tagging = "organizationId=" + session.deployment().id() + "&originPlatform=PureCloud";
        Instant ends = now.plus(session.deployment().attachments().uploadUrlLife());
        uploads.put(id, new UploadGrant(session, attachment, ids.hex(), tagging, ends));
        return id;
    }

    @Nullable
    UploadGrant upload(String id) {
        return uploads.get(id);
    }

    /** Gives out a download address; those given before keep their own time. */
    String grantDownload(Session session, Attachment attachment, Instant now) {
        downloads.values().removeIf(grant -> !now.isBefore(grant.ends()));
        String id = ids.hex();
        Instant ends = now.plus(session.deployment().attachments().downloadUrlLife());
        downloads.put(id, new DownloadGrant(attachment, ends));
        return session.address().http(DOWNLOADS + id);
    }

    /** What lies at a download address, null when there is nothing any more. */
    @Nullable
    Attachment download(String id, Instant now) {
        DownloadGrant grant = downloads.get(id);
        if (grant == null || !now.isBefore(grant.ends())) {
            return null;
        }
        return grant.attachment().downloadable() ? grant.attachment() : null;
    }

    /** Deletes an attachment with its bytes; its name stays known, so that it can be said that it is gone. */
    void delete(Attachment attachment) {
        Attachment.Stored stored = attachment.stored();
        if (stored != null) {
            files.delete(stored.content());
        }
        attachment.deleted();
    }

    /** Forgets a session that has ended. What it sent in a user's conversation is kept for the user. */
    void forget(Session session) {
        Map<String, Attachment> ofSession = bySession.remove(session.id());
        Account account = session.account();
        for (Attachment attachment : ofSession == null ? List.<Attachment>of() : ofSession.values()) {
            if (account != null && attachment.state() == Attachment.State.SENT) {
                byAccount.computeIfAbsent(account, key -> new HashMap<>()).put(attachment.id(), attachment);
            } else {
                delete(attachment);
            }
        }
        uploads.values().removeIf(grant -> grant.session() == session);
    }

    /** Forgets what is kept for a user whose conversation has ended. */
    void forget(Account account) {
        Map<String, Attachment> kept = byAccount.remove(account);
        if (kept != null) {
            kept.values().forEach(this::delete);
        }
    }
}
