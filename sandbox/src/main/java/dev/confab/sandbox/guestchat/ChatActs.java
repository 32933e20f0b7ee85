package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only this service has and a test can make happen (guest chat protocol notes §4.5, §6.2, §7). */
final class ChatActs {

    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("accept {}", "the agent who is rung answers");
        ALL.put("decline {}", "the agent who is rung does not answer, another is rung");
        ALL.put("transfer {\"to\":\"Robin\"}", "another agent takes over");
        ALL.put("leave {}", "the agent leaves, the conversation goes on");
        ALL.put("hold {}", "the agent is told to be CONNECTED again, as after a hold");
        ALL.put("notice {\"text\":\"Please wait\"}", "a notice is sent");
        ALL.put("away {}", "the guest is DISCONNECTED in passing, until its stream opens again");
        ALL.put("mediaRequest {\"types\":[\"COBROWSE\"]}", "the agent asks for the guest's screen");
        ALL.put("endMediaRequest {\"id\":\"ID\",\"state\":\"CANCELLED\"}", "the wish is CANCELLED or TIMEDOUT");
    }

    private final Stage stage;
    private final AgentSide agents;

    ChatActs(Stage stage, AgentSide agents) {
        this.stage = stage;
        this.agents = agents;
    }

    /** Makes it happen, if the conversation is at a point where it can. */
    Outcome act(Chat chat, String name, ObjectNode parameters) {
        Member here = agents.connected(chat);
        Member rung = agents.ringing(chat);
        return switch (name) {
            case "accept" -> when(rung, member -> agents.accept(chat, member));
            case "decline" -> when(rung, member -> agents.decline(chat, member));
            case "transfer" -> {
                String to = text(parameters, "to");
                yield when(here, member -> agents.transfer(chat, member, to));
            }
            case "leave" -> when(here, member -> stage.leave(chat, member));
            case "hold" -> when(here, member -> stage.change(chat, member, Member.State.CONNECTED));
            case "notice" -> {
                String text = text(parameters, "text");
                yield when(agents.speaker(chat), member -> stage.say(chat, member, text, "notice"));
            }
            case "away" ->
                when(
                        chat.guest().present() ? chat.guest() : null,
                        member -> stage.change(chat, member, Member.State.DISCONNECTED));
            case "mediaRequest" -> {
                List<String> types = types(parameters.path("types"));
                yield when(agents.speaker(chat), member -> {
                    MediaRequest request = new MediaRequest(chat.id(), types);
                    chat.add(request);
                    // It is told by a message whose body is the id of the request (§4.5).
                    stage.say(chat, member, request.id(), "media-request");
                });
            }
            case "endMediaRequest" -> endMediaRequest(chat, parameters);
            default -> Outcome.UNSUPPORTED;
        };
    }

    private static Outcome endMediaRequest(Chat chat, ObjectNode parameters) {
        MediaRequest request = chat.mediaRequest(text(parameters, "id"));
        String state = text(parameters, "state");
        if (request == null || !MediaRequest.ENDS.contains(state)) {
            throw new IllegalArgumentException(
                    "\"id\" must be that of a media request of the conversation, and \"state\" "
                            + String.join(" or ", MediaRequest.ENDS));
        }
        if (!request.pending()) {
            return Outcome.UNSUPPORTED;
        }
        request.become(state);
        return Outcome.DONE;
    }

    private interface Deed {
        void on(Member member);
    }

    private static Outcome when(@Nullable Member member, Deed deed) {
        if (member == null) {
            return Outcome.UNSUPPORTED;
        }
        deed.on(member);
        return Outcome.DONE;
    }

    private static String text(ObjectNode parameters, String name) {
        String text = parameters.path(name).asText("");
        if (text.isBlank()) {
            throw new IllegalArgumentException("\"" + name + "\" must be given as a string");
        }
        return text;
    }

    private static List<String> types(JsonNode given) {
        List<String> types = new ArrayList<>();
        given.forEach(type -> types.add(type.asText()));
        if (types.isEmpty() || !MediaRequest.TYPES.containsAll(types)) {
            throw new IllegalArgumentException("\"types\" must be a list of COBROWSE and SCREENSHARE");
        }
        return types;
    }
}
