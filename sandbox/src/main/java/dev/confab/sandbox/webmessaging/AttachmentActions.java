package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code onAttachment}, {@code getAttachment} and {@code deleteAttachment} (Web Messaging protocol notes §2.4, §4,
 * §11.3.6, §11.3.7). That attachments are switched on has been looked at before.
 */
final class AttachmentActions {

    private final Realm realm;

    AttachmentActions(Realm realm) {
        this.realm = realm;
    }

    /**
     * {@code onAttachment}: gives an address to upload to. The id of the guest is taken if it gives one; asking again for an
     * id that is not uploaded yet gives another address and ends the former.
     */
    void presign(Turn turn, Session session) {
        if (session.readOnly()) {
            turn.refuse(ErrorCodes.READ_ONLY, "The conversation is read-only");
            return;
        }
        JsonNode size = turn.field("fileSize");
        Attachment.Announced file = new Attachment.Announced(
                turn.field("fileName").asText(""),
                turn.field("fileType").asText(""),
                size.isIntegralNumber() ? size.longValue() : null,
                turn.field("fileMd5").textValue());
        String wanted = turn.field("attachmentId").textValue();
        UploadRules.Refusal refusal = UploadRules.announced(session.deployment().attachments(), file);
        if (refusal != null) {
            refuse(turn, wanted, refusal);
            return;
        }
        String id = wanted == null ? realm.ids().uuid().toString() : wanted;
        Attachment former = realm.attachments().find(session, id, realm.now());
        if (former != null && (former.downloadable() || former.state() == Attachment.State.DELETED)) {
            turn.badRequest("attachmentId " + id + " was used before");
            return;
        }
        // Announcing the same file again takes no room.
        boolean again = former != null && former.awaited() && former.sessionId().equals(session.id());
        if (!again && !realm.attachments().hasRoom(session, realm.now())) {
            String text = "Too many files were announced and not uploaded: " + Attachments.MAX_AWAITED
                    + "; upload or delete one of them first";
            refuse(turn, wanted, new UploadRules.Refusal(ErrorCodes.BAD_REQUEST, text));
            return;
        }
        Attachment attachment = new Attachment(id, session.id(), file, realm.now());
        realm.attachments().put(attachment);
        String upload = realm.attachments().grantUpload(session, attachment, realm.now());
        Attachments.UploadGrant grant = realm.attachments().upload(upload);
        if (grant != null) {
            String url = session.address().http(Attachments.UPLOADS + upload + "?sig=" + grant.signature());
            turn.answer(AttachmentFrames.presigned(attachment, url, grant.tagging(), turn.tracingId()));
        }
    }

    /** {@code getAttachment}: gives a fresh download address for any file of the conversation. */
    void refresh(Turn turn, Session session) {
        Attachment attachment = find(turn, session);
        if (attachment == null) {
            return;
        }
        Attachment.Stored stored = attachment.stored();
        if (stored == null || !attachment.downloadable()) {
            turn.refuse(ErrorCodes.ATTACHMENT_NOT_UPLOADED, "Attachment was not successfully uploaded");
            return;
        }
        String url = realm.attachments().grantDownload(session, attachment, realm.now());
        turn.answer(AttachmentFrames.refreshed(attachment, stored.content().size(), url, turn.tracingId()));
    }

    /** {@code deleteAttachment}: possible until the file is sent (§4.4). */
    void delete(Turn turn, Session session) {
        Attachment attachment = find(turn, session);
        if (attachment == null) {
            return;
        }
        if (attachment.state() == Attachment.State.SENT) {
            turn.refuse(ErrorCodes.ATTACHMENT_NOT_FOUND, "Attachment not found: it was sent already");
            return;
        }
        realm.attachments().delete(attachment);
        turn.answer(AttachmentFrames.deleted(attachment, turn.tracingId()));
    }

    private @Nullable Attachment find(Turn turn, Session session) {
        String id = turn.field("attachmentId").textValue();
        Attachment attachment = realm.attachments().find(session, id, realm.now());
        if (attachment == null) {
            turn.refuse(ErrorCodes.ATTACHMENT_NOT_FOUND, "Attachment not found");
            return null;
        }
        if (attachment.state() == Attachment.State.DELETED) {
            turn.refuse(ErrorCodes.ATTACHMENT_HAS_EXPIRED, "Attachment has expired");
            return null;
        }
        return attachment;
    }

    /** An error is an object only for clients that ask for objects (§2.7). */
    private static void refuse(Turn turn, @Nullable String attachmentId, UploadRules.Refusal refusal) {
        if (turn.field("errorsAsJson").asBoolean()) {
            turn.answer(AttachmentFrames.urlError(attachmentId, refusal.code(), refusal.text(), turn.tracingId()));
        } else {
            turn.refuse(refusal.code(), refusal.text());
        }
    }
}
