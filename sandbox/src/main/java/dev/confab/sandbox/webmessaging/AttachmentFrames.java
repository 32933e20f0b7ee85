package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The frames and parts of messages that tell of attachments (Web Messaging protocol notes §2.7, §2.8). */
final class AttachmentFrames {

    private AttachmentFrames() {}

    /** The way to upload: there is at least one header, or clients would take it for the answer to a refresh. */
    static Envelope presigned(Attachment attachment, String url, String tagging, @Nullable String tracingId) {
        ObjectNode body =
                BoundedJson.object().put("attachmentId", attachment.id()).put("url", url);
        body.putObject("headers").put("x-amz-tagging", tagging);
        return Envelope.response("PresignedUrlResponse", tracingId, body);
    }

    /** The way to download: no headers, and the size. */
    static Envelope refreshed(Attachment attachment, long size, String url, @Nullable String tracingId) {
        ObjectNode body =
                BoundedJson.object().put("attachmentId", attachment.id()).put("url", url);
        body.putObject("headers");
        body.put("fileName", attachment.announced().name())
                .put("fileSize", size)
                .put("fileType", attachment.announced().type());
        return Envelope.response("PresignedUrlResponse", tracingId, body);
    }

    static Envelope urlError(@Nullable String attachmentId, int code, String text, @Nullable String tracingId) {
        ObjectNode body = BoundedJson.object();
        if (attachmentId != null) {
            body.put("attachmentId", attachmentId);
        }
        body.put("errorCode", code).put("errorMessage", text);
        return new Envelope("response", "GenerateUrlError", ErrorCodes.BAD_REQUEST, tracingId, body);
    }

    static Envelope uploaded(Attachment attachment, String downloadUrl, Instant time) {
        ObjectNode body = BoundedJson.object()
                .put("attachmentId", attachment.id())
                .put("downloadUrl", downloadUrl)
                .put("timestamp", MessageFrames.time(time));
        return Envelope.message("UploadSuccessEvent", null, body);
    }

    static Envelope uploadFailed(Attachment attachment, UploadRules.Refusal refusal, Instant time) {
        ObjectNode body = BoundedJson.object()
                .put("attachmentId", attachment.id())
                .put("errorCode", refusal.code())
                .put("errorMessage", refusal.text())
                .put("timestamp", MessageFrames.time(time));
        return Envelope.message("UploadFailureEvent", null, body);
    }

    /** The notes show it as pushed (§2.7); as it answers a request (§2.4), it also carries the id of that. */
    static Envelope deleted(Attachment attachment, @Nullable String tracingId) {
        return Envelope.message(
                "AttachmentDeletedResponse", tracingId, BoundedJson.object().put("attachmentId", attachment.id()));
    }

    /** The part of a message that echo, history and agents' messages carry. */
    static ObjectNode part(Attachment attachment, long size, String url) {
        ObjectNode part = BoundedJson.object().put("contentType", "Attachment");
        part.putObject("attachment")
                .put("id", attachment.id())
                .put("filename", attachment.announced().name())
                .put("fileSize", size)
                .put("mediaType", mediaType(attachment.announced().type()))
                .put("mime", attachment.announced().type())
                .put("url", url);
        return part;
    }

    private static String mediaType(String type) {
        String essence = UploadRules.essence(type);
        return switch (essence.substring(0, Math.max(0, essence.indexOf('/')))) {
            case "image" -> "Image";
            case "video" -> "Video";
            case "audio" -> "Audio";
            default -> "File";
        };
    }
}
