package dev.confab.sandbox.guestchat;

import java.util.Map;

/** The refusals that several rules share (guest chat protocol notes §5). */
final class Refusals {

    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "bad.request"),
            Map.entry(401, "bad.credentials"),
            Map.entry(403, "not.authorized"),
            Map.entry(404, "not.found"),
            Map.entry(405, "method.not.allowed"),
            Map.entry(408, "client.timeout"),
            Map.entry(409, "request.conflict"),
            Map.entry(413, "request.entity.too.large"),
            Map.entry(415, "unsupported.media.type"),
            Map.entry(429, "too.many.requests"),
            Map.entry(500, "internal.server.error"),
            Map.entry(503, "service.unavailable"),
            Map.entry(504, "request.timeout"));

    private Refusals() {}

    /** The usual code of a status. */
    static String code(int status) {
        return CODES.getOrDefault(status, status < 500 ? "bad.request" : "internal.server.error");
    }

    static Answer noToken() {
        return Answer.error(
                401, "authentication.required", "No authentication bearer token specified in authorization header.");
    }

    static Answer badToken() {
        return Answer.error(401, "bad.credentials", "Invalid login credentials.");
    }

    static Answer expiredToken() {
        return Answer.error(401, "credentials.expired", "The supplied credentials are expired and cannot be used.");
    }

    static Answer notAuthorized(String what) {
        return Answer.error(403, "not.authorized", "You are not authorized to perform the requested action: " + what);
    }

    static Answer notFound() {
        return Answer.error(404, "not.found", "The requested resource was not found.");
    }

    static Answer notFound(String what) {
        return Answer.error(404, "chat.error.not.found", "The " + what + " was not found.");
    }

    /** As a real body was seen: the title as the message, the reason as its parameter. */
    static Answer conversationState(String reason) {
        return Answer.error(400, "chat.error.conversation.state", "Conversation State")
                .because(reason);
    }

    static Answer memberState(String reason) {
        return Answer.error(400, "chat.error.member.state", "Conversation Member State")
                .because(reason);
    }

    static Answer malformed(String why) {
        return Answer.error(400, "bad.request", "The request could not be understood: " + why);
    }

    static Answer invalidValue(String field, String value, String allowed) {
        return Answer.error(
                400,
                "invalid.value",
                "Value [" + value + "] is not valid for field [" + field + "]. Allowed: " + allowed,
                field);
    }

    static Answer invalidParameter(String name, String value, String allowed) {
        return Answer.error(
                400,
                "invalid.query.param.value",
                "Value [" + value + "] is not valid for parameter [" + name + "]. Allowed values: " + allowed,
                name);
    }
}
