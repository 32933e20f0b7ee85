package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseChannelMetadata;
import dev.confab.client.webmessaging.sdk.model.BaseMessagingChannel;
import dev.confab.client.webmessaging.sdk.model.ConfigureAuthenticatedSessionRequest;
import dev.confab.client.webmessaging.sdk.model.ConfigureSessionRequest;
import dev.confab.client.webmessaging.sdk.model.ContentAttachment;
import dev.confab.client.webmessaging.sdk.model.ContentType;
import dev.confab.client.webmessaging.sdk.model.DeleteAttachmentRequest;
import dev.confab.client.webmessaging.sdk.model.EventPresence;
import dev.confab.client.webmessaging.sdk.model.EventPresenceType;
import dev.confab.client.webmessaging.sdk.model.EventType;
import dev.confab.client.webmessaging.sdk.model.EventTyping;
import dev.confab.client.webmessaging.sdk.model.EventTypingType;
import dev.confab.client.webmessaging.sdk.model.GenerateDownloadUrlRequest;
import dev.confab.client.webmessaging.sdk.model.GenerateUploadUrlRequest;
import dev.confab.client.webmessaging.sdk.model.GetConfigurationRequest;
import dev.confab.client.webmessaging.sdk.model.GetJwtRequest;
import dev.confab.client.webmessaging.sdk.model.IncomingNormalizedMessage;
import dev.confab.client.webmessaging.sdk.model.MessageContent;
import dev.confab.client.webmessaging.sdk.model.MessageEvent;
import dev.confab.client.webmessaging.sdk.model.NormalizedType;
import dev.confab.client.webmessaging.sdk.model.RequestTypeConfigureAuthenticatedSession;
import dev.confab.client.webmessaging.sdk.model.RequestTypeConfigureSession;
import dev.confab.client.webmessaging.sdk.model.RequestTypeDeleteAttachment;
import dev.confab.client.webmessaging.sdk.model.RequestTypeEchoMessage;
import dev.confab.client.webmessaging.sdk.model.RequestTypeGenerateDownloadUrl;
import dev.confab.client.webmessaging.sdk.model.RequestTypeGenerateUploadUrl;
import dev.confab.client.webmessaging.sdk.model.RequestTypeGetConfiguration;
import dev.confab.client.webmessaging.sdk.model.RequestTypeGetJwt;
import dev.confab.client.webmessaging.sdk.model.RequestTypeIncomingMessage;
import dev.confab.client.webmessaging.sdk.model.SendEchoRequest;
import dev.confab.client.webmessaging.sdk.model.SendMessageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frames of a guest as JSON (protocol notes §2.3, §2.4). Values that are null are left out. */
final class Frames {

    private Frames() {}

    static String configure(SessionSetup setup, String tracingId, @Nullable Boolean startNew) {
        if (setup.oauth() != null) {
            return new ConfigureAuthenticatedSessionRequest()
                    .action(RequestTypeConfigureAuthenticatedSession.CONFIGUREAUTHENTICATEDSESSION)
                    .token(setup.token())
                    .tracingId(tracingId)
                    .deploymentId(setup.deploymentId())
                    .data(setup.oauth())
                    .startNew(startNew)
                    .toJson();
        }
        return new ConfigureSessionRequest()
                .action(RequestTypeConfigureSession.CONFIGURESESSION)
                .token(setup.token())
                .tracingId(tracingId)
                .deploymentId(setup.deploymentId())
                .startNew(startNew)
                .toJson();
    }

    static String configuration(String deploymentId, String token, String tracingId) {
        return new GetConfigurationRequest()
                .action(RequestTypeGetConfiguration.GETCONFIGURATION)
                .token(token)
                .tracingId(tracingId)
                .deploymentId(deploymentId)
                .toJson();
    }

    static String echo(String token, String tracingId) {
        return new SendEchoRequest()
                .action(RequestTypeEchoMessage.ECHO)
                .token(token)
                .tracingId(tracingId)
                .message(new IncomingNormalizedMessage()
                        .type(NormalizedType.TEXT)
                        .text("ping"))
                .toJson();
    }

    static String text(
            String token,
            String tracingId,
            String text,
            Map<String, String> customAttributes,
            List<String> attachmentIds) {
        IncomingNormalizedMessage message =
                new IncomingNormalizedMessage().type(NormalizedType.TEXT).text(text);
        if (!attachmentIds.isEmpty()) {
            List<MessageContent> content = new ArrayList<>();
            for (String id : attachmentIds) {
                content.add(new MessageContent()
                        .contentType(ContentType.ATTACHMENT)
                        .attachment(new ContentAttachment().id(id)));
            }
            message.setContent(content);
        }
        SendMessageRequest request = message(token, tracingId, message);
        if (!customAttributes.isEmpty()) {
            // Beside the message, as the vendor's Java SDK and web clients send it.
            request.setChannel(
                    new BaseMessagingChannel().metadata(new BaseChannelMetadata().customAttributes(customAttributes)));
        }
        return request.toJson();
    }

    static String presence(String token, String tracingId, EventPresenceType type) {
        return event(
                token,
                tracingId,
                new MessageEvent().eventType(EventType.PRESENCE).presence(new EventPresence().type(type)));
    }

    static String typing(String token, String tracingId) {
        return event(
                token,
                tracingId,
                new MessageEvent().eventType(EventType.TYPING).typing(new EventTyping().type(EventTypingType.ON)));
    }

    static String upload(String token, String tracingId, String fileName, int fileSize, String fileType) {
        return new GenerateUploadUrlRequest()
                .action(RequestTypeGenerateUploadUrl.ONATTACHMENT)
                .token(token)
                .tracingId(tracingId)
                .fileName(fileName)
                .fileType(fileType)
                .fileSize(fileSize)
                .toJson();
    }

    static String download(String token, String tracingId, String attachmentId) {
        return new GenerateDownloadUrlRequest()
                .action(RequestTypeGenerateDownloadUrl.GETATTACHMENT)
                .token(token)
                .tracingId(tracingId)
                .attachmentId(attachmentId)
                .toJson();
    }

    static String delete(String token, String tracingId, String attachmentId) {
        return new DeleteAttachmentRequest()
                .action(RequestTypeDeleteAttachment.DELETEATTACHMENT)
                .token(token)
                .tracingId(tracingId)
                .attachmentId(attachmentId)
                .toJson();
    }

    static String jwt(String token, String tracingId) {
        return new GetJwtRequest()
                .action(RequestTypeGetJwt.GETJWT)
                .token(token)
                .tracingId(tracingId)
                .toJson();
    }

    private static String event(String token, String tracingId, MessageEvent event) {
        return message(
                        token,
                        tracingId,
                        new IncomingNormalizedMessage()
                                .type(NormalizedType.EVENT)
                                .events(Collections.singletonList(event)))
                .toJson();
    }

    private static SendMessageRequest message(String token, String tracingId, IncomingNormalizedMessage message) {
        return new SendMessageRequest()
                .action(RequestTypeIncomingMessage.ONMESSAGE)
                .token(token)
                .tracingId(tracingId)
                .message(message);
    }
}
