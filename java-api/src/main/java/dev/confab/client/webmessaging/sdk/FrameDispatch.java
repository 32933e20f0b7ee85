package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.ConnectionClosedEvent;
import dev.confab.client.webmessaging.sdk.model.GetConfigurationResponse;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.JwtResponse;
import dev.confab.client.webmessaging.sdk.model.MessageDataType;
import dev.confab.client.webmessaging.sdk.model.PresignedUrlResponse;
import dev.confab.client.webmessaging.sdk.model.SessionClearedEvent;
import dev.confab.client.webmessaging.sdk.model.SessionExpiredEvent;
import dev.confab.client.webmessaging.sdk.model.SessionResponse;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.client.webmessaging.sdk.model.UploadFailureEvent;
import dev.confab.client.webmessaging.sdk.model.UploadSuccessEvent;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which method of a listener a frame belongs to (protocol notes §2.6, §2.7). */
final class FrameDispatch {

    private interface Call<T> {
        void on(SessionListener listener, T event, String rawMessage);
    }

    /** A class of bodies, and who is told of it. */
    private static final class Route<T extends JsonModel> {
        private final Class<T> type;
        private final Call<T> call;

        Route(Class<T> type, Call<T> call) {
            this.type = type;
            this.call = call;
        }

        /** False when the body is none of this type: then the envelope is told. */
        boolean tell(SessionListener listener, BaseMessage message, String rawMessage) {
            // An event without anything to say may come without a body.
            Object body = message.getBody() == null && isBare() ? new HashMap<>() : message.getBody();
            T event = JsonModel.of(withTracingId(body, message), type);
            if (event == null) {
                return false;
            }
            call.on(listener, event, rawMessage);
            return true;
        }

        private boolean isBare() {
            return type == SessionExpiredEvent.class
                    || type == SessionClearedEvent.class
                    || type == ConnectionClosedEvent.class;
        }

        /** The id stands in the envelope, and the typed event has a getter for it. */
        @SuppressWarnings("unchecked") // The keys of a JSON object are texts.
        private static @Nullable Object withTracingId(@Nullable Object body, BaseMessage message) {
            String tracingId = message.getTracingId();
            if (!(body instanceof Map) || tracingId == null || ((Map<?, ?>) body).get("tracingId") != null) {
                return body;
            }
            ((Map<String, Object>) body).put("tracingId", tracingId);
            return body;
        }
    }

    private static final Map<MessageDataType, Route<?>> ROUTES = routes();

    private FrameDispatch() {}

    static void tell(SessionListener listener, BaseMessage message, String rawMessage) {
        Route<?> route = ROUTES.get(message.getPropertyClass());
        if (route == null || !route.tell(listener, message, rawMessage)) {
            listener.unexpectedMessage(message, rawMessage);
        }
    }

    private static Map<MessageDataType, Route<?>> routes() {
        Map<MessageDataType, Route<?>> routes = new EnumMap<>(MessageDataType.class);
        routes.put(
                MessageDataType.SESSIONRESPONSE, new Route<>(SessionResponse.class, SessionListener::sessionResponse));
        routes.put(
                MessageDataType.STRUCTUREDMESSAGE,
                new Route<>(StructuredMessage.class, SessionListener::structuredMessage));
        routes.put(
                MessageDataType.PRESIGNEDURLRESPONSE,
                new Route<>(PresignedUrlResponse.class, SessionListener::presignedUrlResponse));
        routes.put(
                MessageDataType.UPLOADSUCCESSEVENT,
                new Route<>(UploadSuccessEvent.class, SessionListener::uploadSuccessEvent));
        routes.put(
                MessageDataType.UPLOADFAILUREEVENT,
                new Route<>(UploadFailureEvent.class, SessionListener::uploadFailureEvent));
        routes.put(
                MessageDataType.CONNECTIONCLOSEDEVENT,
                new Route<>(ConnectionClosedEvent.class, SessionListener::connectionClosedEvent));
        routes.put(
                MessageDataType.SESSIONEXPIREDEVENT,
                new Route<>(SessionExpiredEvent.class, SessionListener::sessionExpiredEvent));
        routes.put(
                MessageDataType.SESSIONCLEAREDEVENT,
                new Route<>(SessionClearedEvent.class, SessionListener::sessionClearedEvent));
        routes.put(MessageDataType.JWTRESPONSE, new Route<>(JwtResponse.class, SessionListener::jwtResponse));
        routes.put(
                MessageDataType.GETCONFIGURATIONRESPONSE,
                new Route<>(GetConfigurationResponse.class, SessionListener::getConfigurationResponse));
        return Collections.unmodifiableMap(routes);
    }
}
