package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happens at presigned addresses (Web Messaging protocol notes §4.1, §4.4, §11.3.6). As with the store behind the real
 * service, only who has address, signature and headers may put a file there, once or again until it is sent; whether the
 * file is good is told by an event afterwards.
 */
final class Uploads {

    /** What a request said about itself. A null is what was not said. */
    record Head(
            String upload,
            @Nullable String signature,
            @Nullable String tagging,
            @Nullable String type,
            long length) {

        /** Stands for a request that does not say how long it is. */
        static final long UNKNOWN_LENGTH = -1;
    }

    /** What is to be done with a request. */
    sealed interface Admission {}

    /**
     * It is to be answered with an error; the attachment stays as it is.
     *
     * @param status the HTTP status
     * @param code what went wrong, in a word
     */
    record Refused(int status, String code) implements Admission {}

    /**
     * Its body is to be taken.
     *
     * @param grant what for
     * @param maxBytes how much of it at most
     */
    record Admitted(Attachments.UploadGrant grant, long maxBytes) implements Admission {}

    private final Realm realm;

    Uploads(Realm realm) {
        this.realm = realm;
    }

    /** The store's own rules; the order is that of its checks. */
    Admission admit(Head head) {
        Attachments.UploadGrant grant = realm.attachments().upload(head.upload());
        if (grant == null || !grant.signature().equals(head.signature())) {
            return new Refused(403, "SignatureDoesNotMatch");
        }
        if (!realm.now().isBefore(grant.ends()) || !open(grant)) {
            return new Refused(403, "AccessDenied");
        }
        String type = head.type();
        boolean sameType = type != null
                && UploadRules.essence(type)
                        .equals(UploadRules.essence(
                                grant.attachment().announced().type()));
        if (!grant.tagging().equals(head.tagging()) || !sameType) {
            return new Refused(403, "SignatureDoesNotMatch");
        }
        if (head.length() == Head.UNKNOWN_LENGTH) {
            return new Refused(411, "MissingContentLength");
        }
        return new Admitted(grant, grant.session().deployment().attachments().maxBytes());
    }

    /** The body is larger than any file may be; it is told as the failure of the upload. */
    void tooLarge(Admitted upload, long length, Effects effects) {
        String text = "The file is larger than "
                + upload.grant().session().deployment().attachments().maxFileSizeKb() + " KB (" + length + " bytes)";
        tellLater(upload, null, new UploadRules.Refusal(ErrorCodes.FILE_SIZE_INVALID, text), effects);
    }

    /**
     * A body has come.
     *
     * @param path where it lies; from now on it belongs to the attachment, or is deleted
     * @param bytes what is known of it
     * @param forcedCode an error code that a fault wants, or 0
     */
    void arrived(Admitted upload, Path path, Fingerprint bytes, int forcedCode, Effects effects) {
        Attachments.UploadGrant grant = upload.grant();
        FileContent content = new FileContent.OnDisk(path, bytes.size());
        UploadRules.Refusal refusal = forcedCode == 0
                ? UploadRules.arrived(
                        grant.session().deployment().attachments(),
                        grant.attachment().announced(),
                        bytes)
                : new UploadRules.Refusal(forcedCode, "This upload fails on purpose");
        tellLater(upload, new Attachment.Stored(content, bytes.sha256()), refusal, effects);
    }

    /** The moment has come to tell how an upload went. */
    void told(Effect.Task.UploadChecked task, Effects effects) {
        Attachments.UploadGrant grant = task.upload();
        Attachment attachment = grant.attachment();
        Attachment.Stored stored = task.stored();
        UploadRules.Refusal refusal = task.refusal();
        if (stored != null && (refusal != null || !open(grant))) {
            realm.attachments().files().delete(stored.content());
        }
        if (!open(grant)) {
            return;
        }
        Instant now = realm.now();
        // An upload takes the place of one before it, whether it is good or not.
        Attachment.Stored former = attachment.stored();
        if (former != null) {
            realm.attachments().files().delete(former.content());
        }
        if (refusal != null || stored == null) {
            attachment.failed();
            if (refusal != null) {
                effects.broadcast(grant.session(), AttachmentFrames.uploadFailed(attachment, refusal, now));
            }
            return;
        }
        attachment.uploaded(stored);
        String url = realm.attachments().grantDownload(grant.session(), attachment, now);
        effects.broadcast(grant.session(), AttachmentFrames.uploaded(attachment, url, now));
    }

    private void tellLater(
            Admitted upload,
            Attachment.@Nullable Stored stored,
            UploadRules.@Nullable Refusal refusal,
            Effects effects) {
        Instant due = realm.now().plus(realm.options().wire().uploadCheckDelay());
        effects.add(new Effect.Later(due, new Effect.Task.UploadChecked(upload.grant(), stored, refusal)));
    }

    /** Whether the attachment is still the one of its id, not yet sent nor deleted, in a session that lives. */
    private boolean open(Attachments.UploadGrant grant) {
        Attachment attachment = grant.attachment();
        Session session = grant.session();
        boolean unsent = attachment.state() != Attachment.State.SENT && attachment.state() != Attachment.State.DELETED;
        return unsent
                && !session.expired()
                && realm.sessions().withId(session.id()) == session
                && realm.attachments().find(session, attachment.id(), realm.now()) == attachment;
    }
}
