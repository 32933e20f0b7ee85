package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.BaseMessage;
import dev.confab.client.webmessaging.sdk.model.ConnectionClosedEvent;
import dev.confab.client.webmessaging.sdk.model.GetConfigurationResponse;
import dev.confab.client.webmessaging.sdk.model.JwtResponse;
import dev.confab.client.webmessaging.sdk.model.PresignedUrlResponse;
import dev.confab.client.webmessaging.sdk.model.SessionClearedEvent;
import dev.confab.client.webmessaging.sdk.model.SessionExpiredEvent;
import dev.confab.client.webmessaging.sdk.model.SessionResponse;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.client.webmessaging.sdk.model.UploadFailureEvent;
import dev.confab.client.webmessaging.sdk.model.UploadSuccessEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps everything, in order. */
class Told implements SessionListener {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> raw = new CopyOnWriteArrayList<>();
    final List<SessionResponse> sessions = new CopyOnWriteArrayList<>();
    final List<StructuredMessage> messages = new CopyOnWriteArrayList<>();
    final List<PresignedUrlResponse> addresses = new CopyOnWriteArrayList<>();
    final List<UploadSuccessEvent> uploads = new CopyOnWriteArrayList<>();
    final List<UploadFailureEvent> failedUploads = new CopyOnWriteArrayList<>();
    final List<ConnectionClosedEvent> closings = new CopyOnWriteArrayList<>();
    final List<SessionExpiredEvent> expiries = new CopyOnWriteArrayList<>();
    final List<SessionClearedEvent> clearings = new CopyOnWriteArrayList<>();
    final List<JwtResponse> jwts = new CopyOnWriteArrayList<>();
    final List<GetConfigurationResponse> configurations = new CopyOnWriteArrayList<>();
    final List<BaseMessage> others = new CopyOnWriteArrayList<>();
    final List<Integer> codes = new CopyOnWriteArrayList<>();
    final List<String> errors = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    boolean heard(String text) {
        return messages.stream().anyMatch(message -> text.equals(message.getText()));
    }

    @Override
    public void sessionResponse(SessionResponse response, String rawMessage) {
        told("sessionResponse", sessions, response, rawMessage);
    }

    @Override
    public void structuredMessage(StructuredMessage message, String rawMessage) {
        told("structuredMessage", messages, message, rawMessage);
    }

    @Override
    public void presignedUrlResponse(PresignedUrlResponse response, String rawMessage) {
        told("presignedUrlResponse", addresses, response, rawMessage);
    }

    @Override
    public void uploadSuccessEvent(UploadSuccessEvent event, String rawMessage) {
        told("uploadSuccessEvent", uploads, event, rawMessage);
    }

    @Override
    public void uploadFailureEvent(UploadFailureEvent event, String rawMessage) {
        told("uploadFailureEvent", failedUploads, event, rawMessage);
    }

    @Override
    public void connectionClosedEvent(ConnectionClosedEvent event, String rawMessage) {
        told("connectionClosedEvent", closings, event, rawMessage);
    }

    @Override
    public void sessionExpiredEvent(SessionExpiredEvent event, String rawMessage) {
        told("sessionExpiredEvent", expiries, event, rawMessage);
    }

    @Override
    public void sessionClearedEvent(SessionClearedEvent event, String rawMessage) {
        told("sessionClearedEvent", clearings, event, rawMessage);
    }

    @Override
    public void jwtResponse(JwtResponse response, String rawMessage) {
        told("jwtResponse", jwts, response, rawMessage);
    }

    @Override
    public void getConfigurationResponse(GetConfigurationResponse configuration, String rawMessage) {
        told("getConfigurationResponse", configurations, configuration, rawMessage);
    }

    @Override
    public void unexpectedMessage(BaseMessage message, String rawMessage) {
        told("unexpectedMessage", others, message, rawMessage);
    }

    @Override
    public void webSocketConnected() {
        calls.add("webSocketConnected");
    }

    @Override
    public void webSocketDisconnected(int statusCode, String reason) {
        codes.add(statusCode);
        calls.add("webSocketDisconnected");
    }

    @Override
    public void webSocketError(String reason) {
        errors.add(reason);
        calls.add("webSocketError");
    }

    @Override
    public void onListenerError(Throwable failure) {
        failures.add(failure);
    }

    private <T> void told(String call, List<T> events, T event, String rawMessage) {
        if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        raw.add(rawMessage);
        events.add(event);
        calls.add(call);
        inside.decrementAndGet();
    }
}
