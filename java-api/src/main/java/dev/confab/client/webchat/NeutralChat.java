package dev.confab.client.webchat;

import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClient;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.Capabilities;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.jvm.ClientFutures;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Presence;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A chat over any back end, such as Web Messaging, with what the neutral client tells. */
final class NeutralChat extends ClientChat {

    private final TransportOptions options;
    private Map<String, String> facts = Collections.emptyMap();

    /** A message may change after its proof, and is told once all the same. */
    private final Set<String> proved = Collections.newSetFromMap(new Newest());

    private NeutralChat(ChatSink sink, Confab confab, MessagingClientConfig config, TransportOptions options) {
        super(sink, confab, config);
        this.options = options;
    }

    static ChatWire wire(Confab confab, MessagingClientConfig config, TransportOptions options) {
        return new Wire(confab, config, options);
    }

    @Override
    public CompletableFuture<WebChatResponse> start(StartChatOptions form, Map<String, String> userData) {
        Map<String, String> all = new LinkedHashMap<>(userData);
        BiConsumer<String, @Nullable String> field = (name, value) -> {
            if (value != null) {
                all.putIfAbsent(name, value);
            }
        };
        field.accept("nickname", form.nickname());
        field.accept("firstname", form.firstname());
        field.accept("lastname", form.lastname());
        field.accept("email", form.email());
        field.accept("subject", form.subject());
        facts = all;
        return begin(options)
                .thenApply(
                        state -> WebChatResponse.of(true, null, null, session().asMap()));
    }

    @Override
    void prepare(MessagingClient client, ClientFutures futures) {
        if (!facts.isEmpty() && client.capability(Capability.CUSTOM_ATTRIBUTES).getAllowed()) {
            Futures.forget(futures.setCustomAttributes(facts));
        }
    }

    @Override
    public CompletableFuture<Boolean> restore(WebChatSessionData data, int readUpTo) {
        return resume(options, nothing());
    }

    @Override
    public CompletableFuture<WebChatResponse> end() {
        if (client().capability(Capability.LEAVE_CONVERSATION).getAllowed()) {
            return super.end();
        }
        return futures().disconnect().thenApply(left -> WebChatResponse.done());
    }

    @Override
    public CompletableFuture<WebChatResponse> typing(boolean on, @Nullable String text) {
        // That typing has stopped, these back ends find out by themselves.
        return on
                ? futures().indicateTyping().thenApply(told -> WebChatResponse.done())
                : CompletableFuture.completedFuture(WebChatResponse.done());
    }

    @Override
    public CompletableFuture<WebChatResponse> update(Map<String, String> userData) {
        return futures().addCustomAttributes(userData).thenApply(kept -> WebChatResponse.done());
    }

    @Override
    public CompletableFuture<WebChatResponse> upload(AttachmentSource source) {
        AttachmentId id = new AttachmentId(UUID.randomUUID().toString());
        return futures()
                .attach(id, source)
                .thenCompose(file -> futures().send(new Draft("").withAttachments(Collections.singletonList(file))))
                .thenApply(message -> WebChatResponse.proved(ClientMessages.of(message)));
    }

    @Override
    public CompletableFuture<Void> download(String fileId, @Nullable String fileName, AttachmentSink target) {
        return Futures.map(futures().download(new AttachmentId(fileId), target), bytes -> null);
    }

    @Override
    public WebChatSessionData session() {
        String name = storedAs();
        return name == null
                ? WebChatSessionData.NONE
                : new WebChatSessionData(Collections.singletonMap("sessionId", name));
    }

    @Override
    CompletableFuture<Void> on(MessagingEvent event) {
        if (event instanceof MessagingEvent.MessageInserted) {
            return message(((MessagingEvent.MessageInserted) event).getMessage());
        }
        if (event instanceof MessagingEvent.MessageUpdated) {
            Message message = ((MessagingEvent.MessageUpdated) event).getMessage();
            return message.getDirection() == Direction.INBOUND ? message(message) : nothing();
        }
        if (event instanceof MessagingEvent.Typing) {
            MessagingEvent.Typing typing = (MessagingEvent.Typing) event;
            WebChatMessage.From from = new WebChatMessage.From(
                    typing.getFrom() == null ? null : typing.getFrom().getName(), WebChatMessage.From.AGENT, null);
            return entry(ClientMessages.notice(
                    typing.getTyping() ? WebChatMessage.TYPING_STARTED : WebChatMessage.TYPING_STOPPED, from));
        }
        if (event instanceof MessagingEvent.PresenceChanged) {
            return presence((MessagingEvent.PresenceChanged) event);
        }
        return super.on(event);
    }

    /** Own messages when they are proved, as services echo them. */
    private CompletableFuture<Void> message(Message message) {
        boolean isNews = message.getStatus().equals(MessageStatus.Sent.INSTANCE)
                && proved.add(message.getId().getValue());
        return isNews ? entry(ClientMessages.of(message)) : nothing();
    }

    private CompletableFuture<Void> presence(MessagingEvent.PresenceChanged changed) {
        Presence.Kind kind = changed.getPresence().getKind();
        if (kind != Presence.Kind.JOINED && kind != Presence.Kind.LEFT) {
            return nothing();
        }
        String type =
                kind == Presence.Kind.JOINED ? WebChatMessage.PARTICIPANT_JOINED : WebChatMessage.PARTICIPANT_LEFT;
        return entry(ClientMessages.notice(type, ClientMessages.party(changed.getFrom(), changed.getDirection())));
    }

    private CompletableFuture<Void> entry(WebChatMessage entry) {
        return sink.received(null, Collections.singletonList(entry), false);
    }

    private static final class Newest extends LinkedHashMap<String, Boolean> {

        private static final int MAX = 1_000;
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX;
        }
    }

    private static final class Wire implements ChatWire {

        private final Confab confab;
        private final MessagingClientConfig config;
        private final TransportOptions options;
        private final Set<Ability> abilities = EnumSet.of(Ability.VERIFY_SESSION);

        private Wire(Confab confab, MessagingClientConfig config, TransportOptions options) {
            this.confab = confab;
            this.config = config;
            this.options = options;
            Capabilities all = options.createTransport(confab.getHttpClient()).getCapabilities();
            if (all.get(Capability.SEND_ATTACHMENTS).getAllowed()) {
                abilities.add(Ability.FILES);
            }
            if (all.get(Capability.CUSTOM_ATTRIBUTES).getAllowed()) {
                abilities.add(Ability.LIVE_USER_DATA);
            }
        }

        @Override
        public Set<Ability> abilities() {
            return abilities;
        }

        @Override
        public ChatTransport chat(ChatSink sink) {
            return new NeutralChat(sink, confab, config, options);
        }

        @Override
        public @Nullable WebChatSessionData ofToken(String token) {
            return null;
        }
    }
}
