package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.identity.Hs256;
import dev.confab.sandbox.json.BoundedJson;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of the service (Engage chat protocol notes §3). It knows no sockets, and is asked by one thread only. */
final class NexusService {

    /** The longest text of a message; the notes name no limit, and none at all would be a way to fill the memory. */
    static final int MAX_TEXT = 16_000;

    private static final int MAX_NICKNAME = 255;
    private static final int MAX_PAGE = 100;
    private static final String NOBODY = "Guest";

    private final NexusOptions options;
    private final InstantSource clock;
    private final Supplier<Agent> agents;
    private final Hs256 tokens = new Hs256();
    private final Map<String, NexusSession> sessions = new LinkedHashMap<>();

    NexusService(NexusOptions options, InstantSource clock, Supplier<Agent> agents) {
        this.options = options;
        this.clock = clock;
        this.agents = agents;
    }

    Map<String, NexusSession> sessions() {
        return sessions;
    }

    /** Why a contact center is not known (§3.2), null when it is. */
    @Nullable
    Reply strangeKey(@Nullable String apiKey) {
        return apiKey != null && options.knowsKey(apiKey)
                ? null
                : Reply.refused(403, "INVALID_CONTACT_CENTER", "The header x-api-key names no contact center");
    }

    /** Why somebody may not do anything in a session (§3.4), null when they may. A lost session is 404. */
    @Nullable
    Reply stranger(String sessionId, String apiKey, @Nullable String clientToken) {
        NexusSession session = sessions.get(sessionId);
        if (session == null) {
            return Reply.refused(404, "NOT_FOUND", "There is no session " + sessionId);
        }
        JsonNode claims = clientToken == null ? null : tokens.open(clientToken);
        boolean mine = claims != null && claims.path("sessionId").asText("").equals(sessionId);
        if (!mine) {
            return Reply.refused(
                    401, "AUTHENTICATION_REQUIRED", "The header x-nexus-client-key is not the token of this session");
        }
        return session.apiKey().equals(apiKey)
                ? null
                : Reply.refused(403, "INVALID_CONTACT_CENTER", "The session is of another contact center");
    }

    /** What came of a wish for a session. */
    record Created(Reply reply, @Nullable NexusSession session) {}

    /** Begins a session (§3.3). Every key that is not one of the service's own is data of the caller. */
    Created create(String apiKey, Map<String, String> fields) {
        String endpoint = fields.getOrDefault("endpoint", "");
        if (!options.knowsEndpoint(endpoint)) {
            String complaint = endpoint.isBlank() ? "data[endpoint] is missing" : "There is no endpoint " + endpoint;
            return new Created(Reply.refused(400, "INVALID_ENDPOINT", complaint), null);
        }
        String nickname = fields.get("nickname");
        if (nickname != null && (nickname.isBlank() || nickname.length() > MAX_NICKNAME)) {
            String complaint = "data[nickname] has 1 to " + MAX_NICKNAME + " characters";
            return new Created(Reply.refused(400, "INVALID_NICKNAME", complaint), null);
        }
        Map<String, String> userData = new LinkedHashMap<>(fields);
        userData.keySet().removeAll(List.of("endpoint", "stream", "nickname", "firstName", "lastName", "email"));
        NexusSession session = new NexusSession(
                UUID.randomUUID().toString(),
                apiKey,
                nickname == null ? named(fields) : nickname,
                userData,
                agents.get(),
                clock.instant());
        sessions.put(session.id(), session);
        ObjectNode data = BoundedJson.object();
        data.putObject("entity").put("id", session.id()).put("selfUri", session.selfUri());
        data.put("clientToken", tokens.sign(session.claims()));
        return new Created(Reply.done(data), session);
    }

    /** Tells whether a session goes on (§3.4). */
    Reply state(NexusSession session) {
        ObjectNode data = BoundedJson.object();
        data.putObject("entity").put("id", session.id()).put("selfUri", session.selfUri());
        return Reply.done(data.put("active", !session.ended()));
    }

    /** The transcript: all of it (§3.3), or a part (§3.4). */
    Reply messages(NexusSession session, Page page) {
        List<Entry> all = session.entries();
        int from = 0;
        int to = all.size();
        boolean more = false;
        if (page.after() != null) {
            from = Math.min(page.after(), to);
            to = Math.min(to, from + page.limit(MAX_PAGE));
            more = to < all.size();
        } else if (page.before() != null) {
            to = Math.min(Math.max(page.before() - 1, 0), to);
            from = Math.max(0, to - page.limit(MAX_PAGE));
            more = from > 0;
        } else if (page.limited()) {
            from = Math.max(0, to - page.limit(MAX_PAGE));
            more = from > 0;
        }
        ObjectNode data = BoundedJson.object();
        ArrayNode messages = data.putArray("messages");
        all.subList(from, to).forEach(entry -> messages.add(entry.json()));
        return Reply.done(data.put("hasMore", more));
    }

    /** Why a message cannot be taken, null when it can. */
    @Nullable
    Reply objection(NexusSession session, Map<String, String> fields) {
        if (session.ended()) {
            return ended();
        }
        String text = fields.getOrDefault("text", "");
        return switch (fields.getOrDefault("type", "")) {
            case Entry.TEXT ->
                text.isEmpty()
                        ? Reply.refused(400, "INVALID_MESSAGE", "data[text] is missing or empty")
                        : text.length() > MAX_TEXT
                                ? Reply.refused(
                                        400, "INVALID_MESSAGE", "data[text] is longer than " + MAX_TEXT + " characters")
                                : null;
            case Entry.TYPING_STARTED, Entry.TYPING_STOPPED -> null;
            case "" -> Reply.refused(400, "INVALID_MESSAGE", "data[type] is missing; for talk it is Text");
            default ->
                Reply.refused(
                        400,
                        "NOT_SUPPORTED",
                        "data[type] is one of Text, TypingStarted, TypingStopped on this service");
        };
    }

    /** Takes a message that {@link #objection} has nothing against. */
    Entry take(NexusSession session, Map<String, String> fields) {
        return session.add(
                fields.getOrDefault("type", ""), fields.getOrDefault("text", ""), session.customer(), clock.instant());
    }

    /** Why a file cannot be taken (§3.4), null when it can. */
    @Nullable
    Reply objection(NexusSession session, String fileName, long bytes) {
        if (session.ended()) {
            return ended();
        }
        if (session.filesOfCustomer() >= options.maxFiles()) {
            return Reply.refused(400, "LIMIT_FILE_COUNT", "No more than " + options.maxFiles() + " files a session");
        }
        if (!options.takes(fileName)) {
            return Reply.refused(400, "INVALID_FILE_TYPE", "Files of this ending are not taken: " + fileName);
        }
        if (bytes == 0) {
            return Reply.refused(400, "INVALID_FILE_TYPE", "The file is empty");
        }
        return bytes > options.maxFileBytes()
                ? Reply.refused(400, "LIMIT_FILE_SIZE", "No more than " + options.maxFileBytes() + " bytes a file")
                : null;
    }

    int maxFileBytes() {
        return options.maxFileBytes();
    }

    Reply share(NexusSession session, String name, String type, FileContent content) {
        SharedFile file = session.share(session.customer(), name, type, content, clock.instant());
        return Reply.done(file.json());
    }

    /** The guest ends the session (§3.4). */
    Reply end(NexusSession session) {
        if (session.ended()) {
            return ended();
        }
        session.end(session.customer(), clock.instant());
        return Reply.done(null);
    }

    private static Reply ended() {
        return Reply.refused(409, "SESSION_ENDED", "The session has ended; create another one");
    }

    private static String named(Map<String, String> fields) {
        String name = String.join(
                " ",
                Stream.of("firstName", "lastName")
                        .map(part -> fields.getOrDefault(part, "").strip())
                        .filter(part -> !part.isEmpty())
                        .toList());
        return name.isEmpty() ? NOBODY : name;
    }
}
