package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be made to happen in a chat beyond what all services have. */
final class GmsActs {

    /** Who speaks when nobody is named and no agent is in. */
    static final String DESK = "Agent";

    private static final Map<String, String> TYPES =
            Map.of("agent", Party.AGENT, "supervisor", Party.SUPERVISOR, "bot", Party.EXTERNAL);

    private final GmsService service;

    GmsActs(GmsService service) {
        this.service = service;
    }

    /** What each act does, by its name and an example. */
    static Map<String, String> all() {
        Map<String, String> acts = new LinkedHashMap<>();
        acts.put("join {\"as\":\"supervisor\",\"name\":\"Sam\"}", "an agent, a supervisor or a bot comes in");
        acts.put(
                "leave {\"name\":\"Sam\",\"reason\":4}", "somebody leaves and the chat goes on; reason may be missing");
        acts.put("speak {\"name\":\"Sam\",\"text\":\"Hello\"}", "somebody who is in says something");
        acts.put("end {\"reason\":5}", "the guest is removed, with a quit-reason-code; the chat is over");
        acts.put("transfer {}", "another Chat Server takes over; alias may name it");
        acts.put("chatServer {\"up\":false}", "switches the Chat Server of the chat off (statusCode 1) and on");
        acts.put("pushUrl {\"url\":\"https://example.org\"}", "an agent pushes a page");
        acts.put("customNotice {\"text\":\"form\"}", "an agent's desktop sends a notice of its own");
        acts.put("idle {\"kind\":\"IdleAlert\"}", "tells that nobody speaks; IdleClose ends the chat");
        acts.put("deleteFile {\"fileId\":\"…\"}", "an agent deletes a file");
        return acts;
    }

    Outcome act(@Nullable Chat chat, String act, ObjectNode parameters) {
        if (chat == null) {
            return Outcome.UNKNOWN;
        }
        if (act.equals("chatServer")) {
            chat.lease().server().switchTo(flag(parameters, "up"));
            return Outcome.DONE;
        }
        if (chat.ended()) {
            return Outcome.ENDED;
        }
        if (act.equals("transfer")) {
            service.transfer(chat, parameters.has("alias") ? text(parameters, "alias") : null);
            return Outcome.DONE;
        }
        // Nobody can do anything in a chat whose server is off.
        return chat.lease().server().up() ? inChat(chat, act, parameters) : Outcome.UNSUPPORTED;
    }

    private Outcome inChat(Chat chat, String act, ObjectNode parameters) {
        Instant now = service.now();
        switch (act) {
            case "join" -> {
                String type = TYPES.get(text(parameters, "as").toLowerCase(Locale.ROOT));
                if (type == null) {
                    throw new IllegalArgumentException("\"as\" must be agent, supervisor or bot");
                }
                chat.join(text(parameters, "name"), type, now);
            }
            case "leave" -> chat.leave(somebody(chat, parameters), reason(parameters), now);
            case "speak" -> chat.say(text(parameters, "text"), "text", somebody(chat, parameters), now, false);
            case "end" -> chat.end(chat.guest(), reason(parameters), now);
            case "pushUrl" -> chat.add(Entry.PUSH_URL, text(parameters, "url"), chat.agentOr(DESK, now), now);
            case "customNotice" ->
                chat.add(Entry.CUSTOM_NOTICE, text(parameters, "text"), chat.agentOr(DESK, now), now);
            case "idle" -> idle(chat, text(parameters, "kind"), now);
            case "deleteFile" -> {
                String fileId = text(parameters, "fileId");
                if (!chat.files().containsKey(fileId)) {
                    throw new IllegalArgumentException("There is no file " + fileId + " in the chat");
                }
                FileRules.remove(chat, fileId, chat.agentOr(DESK, now), now);
            }
            default -> {
                return Outcome.UNSUPPORTED;
            }
        }
        return Outcome.DONE;
    }

    private static void idle(Chat chat, String kind, Instant now) {
        switch (kind) {
            case Idleness.ALERT -> Idleness.notice(chat, kind, now);
            case Idleness.CLOSE -> Idleness.close(chat, now);
            default -> throw new IllegalArgumentException("\"kind\" must be IdleAlert or IdleClose");
        }
    }

    private static Party somebody(Chat chat, ObjectNode parameters) {
        String name = text(parameters, "name");
        Party party = chat.present(name);
        if (party == null) {
            throw new IllegalArgumentException("Nobody called \"" + name + "\" is in the chat");
        }
        return party;
    }

    private static @Nullable Integer reason(ObjectNode parameters) {
        JsonNode reason = parameters.path("reason");
        if (reason.isMissingNode() || reason.isNull()) {
            return null;
        }
        if (!reason.isInt()) {
            throw new IllegalArgumentException("\"reason\" must be a number, such as 4 for removed by another party");
        }
        return reason.intValue();
    }

    private static String text(ObjectNode parameters, String name) {
        JsonNode value = parameters.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException("\"" + name + "\" must be a text that is not empty");
        }
        return value.textValue();
    }

    private static boolean flag(ObjectNode parameters, String name) {
        JsonNode value = parameters.path(name);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("\"" + name + "\" must be true or false");
        }
        return value.booleanValue();
    }
}
