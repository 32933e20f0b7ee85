package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.PlainAgent;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.fault.StoreVerdict;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a guest can call (guest chat protocol notes §4, §5). Whether it may call, and whether the conversation is its own, was
 * looked at before; a call that the rules refuse ends in a {@link RefusedException}.
 */
final class GuestCalls {

    private static final int MAX_BODY = 4000;
    private static final Set<String> OWN_TYPES = Set.of("standard", "notice");
    private static final Set<String> OTHER_TYPES = Set.of("member-join", "member-leave", "media-request");

    private final GuestChatOptions options;
    private final Surroundings around;
    private final ChatLife life;
    private final Stage stage;
    private final Map<String, GuestChatDeployment> deployments = new HashMap<>();

    GuestCalls(GuestChatOptions options, Surroundings around, ChatLife life) {
        this.options = options;
        this.around = around;
        this.life = life;
        this.stage = life.stage();
        options.deployments().forEach(each -> deployments.put(key(each.id()), each));
    }

    /** {@code POST /conversations} (§4.2); the stream's address begins with the given scheme and host. */
    Chat create(JsonNode body, @Nullable String origin) {
        CreateRules.Wish wish = CreateRules.read(body);
        GuestChatDeployment deployment = deployment(wish);
        if (!deployment.admits(origin)) {
            throw refused(Answer.error(403, "origin.not.allowed", "The origin " + origin + " is not allowed."));
        }
        boolean authenticated = authenticated(wish.proof(), deployment);
        if (!deployment.hasQueue(wish.queue())) {
            throw refused(Answer.error(400, "chat.error.invalid.queue", "The queue is not valid.", "targetAddress")
                    .because("There is no queue named " + wish.queue()));
        }
        Instant now = stage.now();
        Member guest = new Member(Member.Role.CUSTOMER, wish.person(), authenticated, Member.State.CONNECTED, now);
        PlainAgent agent = new PlainAgent(around.agents().get());
        Chat chat = new Chat(deployment, guest, agent, new CallWindow(options.callsPerMinute()), now);
        life.begin(chat, wish.organization());
        return chat;
    }

    /** {@code CreateWebChatConversationResponse}; of the member it holds the id only, as it was seen. */
    static Answer created(Chat chat, String streams) {
        ObjectNode json = BoundedJson.object()
                .put("id", chat.id())
                .put("jwt", chat.jwt())
                .put("eventStreamUri", streams + chat.jwt());
        json.putObject("member").put("id", chat.guest().id());
        return Answer.ok(json);
    }

    Answer member(Chat chat, String id) {
        Member member = chat.member(id);
        if (member == null) {
            throw refused(Refusals.notFound("web chat conversation member"));
        }
        return Answer.ok(member.json());
    }

    /** The guest leaves, which ends the conversation (§3, §6.2). */
    Answer leave(Chat chat, String id) {
        own(chat, id, "remove another member");
        open(chat);
        life.end(chat);
        return Answer.noContent();
    }

    Answer send(Chat chat, String memberId, JsonNode body) {
        own(chat, memberId, "send for another member");
        active(chat);
        JsonNode text = body.path("body");
        if (text.isMissingNode()
                || text.isNull()
                || (text.isTextual() && text.asText().isEmpty())) {
            throw refused(Answer.error(
                    400,
                    "chat.error.notnull.createconversationmessagerequest.body",
                    "The request body may not be null.",
                    "body"));
        }
        if (!text.isTextual()) {
            throw refused(Refusals.invalidValue("body", BoundedJson.text(text), "a string"));
        }
        if (text.asText().length() > MAX_BODY) {
            throw refused(Answer.error(
                    400, "constraint.validation", "The body must not exceed " + MAX_BODY + " characters.", "body"));
        }
        return store(chat, text.asText(), bodyType(body.path("bodyType")));
    }

    private Answer store(Chat chat, String text, String bodyType) {
        StoreVerdict verdict = new StoreVerdict();
        around.faults().storing(chat.id(), verdict);
        if (verdict.cutsBefore()) {
            return Answer.noContent().orLost(true);
        }
        ChatMessage message = stage.store(chat, chat.guest(), text, bodyType);
        around.journal().stored(chat.id(), message.id(), text);
        if (!verdict.suppressesEcho()) {
            stage.tell(chat, message);
        }
        life.agents().heard(chat, text);
        return Answer.ok(message.json()).orLost(verdict.cutsAfter());
    }

    /** {@code WebChatTyping}: told, and kept nowhere (§4.4). */
    Answer type(Chat chat, String memberId) {
        own(chat, memberId, "type for another member");
        active(chat);
        String id = UUID.randomUUID().toString();
        Instant time = chat.stamp(stage.now());
        stage.type(chat, chat.guest(), id, time);
        life.agents().noticedTyping(chat);
        ObjectNode json = BoundedJson.object().put("id", id);
        json.putObject("conversation").put("id", chat.id()).put("selfUri", "/api/v2/conversations/" + chat.id());
        json.putObject("sender").put("id", chat.guest().id());
        return Answer.ok(json.put("timestamp", Times.text(time)));
    }

    Answer messages(Chat chat, Query query) {
        ObjectNode page = Lists.messages(chat, query);
        Answer[] answer = {Answer.ok(page)};
        around.faults().history(chat.id(), new Seam.History() {
            @Override
            public void fail(int status, int retryAfterSeconds) {
                answer[0] = Answer.error(status, Refusals.code(status), "This call fails on purpose")
                        .retryAfter(retryAfterSeconds);
            }

            @Override
            public void reset() {
                answer[0] = answer[0].orLost(true);
            }
        });
        return answer[0];
    }

    Answer message(Chat chat, String id) {
        int position = chat.position(id);
        if (position < 0) {
            throw refused(Refusals.notFound("web chat conversation message"));
        }
        return Answer.ok(chat.messages().get(position).json());
    }

    Answer mediaRequests(Chat chat) {
        ObjectNode json = BoundedJson.object();
        ArrayNode entities = json.putArray("entities");
        chat.mediaRequests().forEach(request -> entities.add(request.json()));
        return Answer.ok(json);
    }

    Answer mediaRequest(Chat chat, String id) {
        return Answer.ok(wanted(chat, id).json());
    }

    /** The guest accepts, declines or fails; the other states are not its to set (§4.5). */
    Answer answerMediaRequest(Chat chat, String id, JsonNode body) {
        MediaRequest request = wanted(chat, id);
        open(chat);
        String state = body.path("state").asText("");
        if (!MediaRequest.ANSWERS.contains(state)) {
            throw refused(Refusals.invalidValue("state", state, String.join(", ", MediaRequest.ANSWERS)));
        }
        if (!request.pending()) {
            throw refused(Answer.error(409, "request.conflict", "The media request is pending no more."));
        }
        request.become(state);
        return Answer.ok(request.json());
    }

    private GuestChatDeployment deployment(CreateRules.Wish wish) {
        GuestChatDeployment known = deployments.get(key(wish.deployment()));
        if (known == null && !options.onlyKnownDeployments()) {
            return GuestChatDeployment.builder(wish.deployment())
                    .organization(wish.organization())
                    .anyQueue()
                    .build();
        }
        if (known == null || !known.active() || !key(known.organization()).equals(key(wish.organization()))) {
            throw refused(Answer.error(400, "chat.deployment.disabled", "The web chat deployment is disabled.")
                    .because("There is no active deployment " + wish.deployment() + " in the organization "
                            + wish.organization()));
        }
        return known;
    }

    private boolean authenticated(String proof, GuestChatDeployment deployment) {
        if (proof.isEmpty()) {
            if (deployment.authentication() == GuestChatDeployment.Authentication.REQUIRED) {
                throw refused(Answer.error(
                        400, "chat.deployment.require.auth", "The web chat deployment requires authentication."));
            }
            return false;
        }
        if (!GuestProof.good(proof, deployment.authenticationKey(), stage.now())) {
            throw refused(Answer.error(400, "chat.deployment.bad.auth", "The member auth token is not valid."));
        }
        return true;
    }

    private String bodyType(JsonNode given) {
        String type = given.isMissingNode() || given.isNull() ? "standard" : given.asText();
        if (OWN_TYPES.contains(type)) {
            return type;
        }
        if (!options.lenient()) {
            throw refused(Refusals.invalidValue("bodyType", type, "standard, notice"));
        }
        return OTHER_TYPES.contains(type) ? type : "standard";
    }

    private MediaRequest wanted(Chat chat, String id) {
        MediaRequest request = chat.mediaRequest(id);
        if (request == null) {
            throw refused(Refusals.notFound("media request"));
        }
        return request;
    }

    /** A guest acts for itself only; whom there is not, it cannot act for at all (§5). */
    private static void own(Chat chat, String memberId, String what) {
        if (chat.member(memberId) == null) {
            throw refused(Refusals.notFound("web chat conversation member"));
        }
        if (!chat.guest().id().equals(memberId)) {
            throw refused(Refusals.notAuthorized(what));
        }
    }

    private static void open(Chat chat) {
        if (chat.ended()) {
            throw refused(Refusals.conversationState("The conversation is not active"));
        }
    }

    /** Routing waits for the stream, and so does talking (§3, 1). */
    private static void active(Chat chat) {
        if (chat.ended() || !chat.attached()) {
            throw refused(Refusals.conversationState("The conversation is not active"));
        }
        if (!chat.guest().present()) {
            throw refused(Refusals.memberState("The member is not connected"));
        }
    }

    private static String key(String guid) {
        return guid.toLowerCase(Locale.ROOT);
    }

    private static RefusedException refused(Answer answer) {
        return new RefusedException(answer);
    }
}
