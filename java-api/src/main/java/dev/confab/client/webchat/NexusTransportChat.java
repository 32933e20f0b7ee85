package dev.confab.client.webchat;

import dev.confab.client.webchat.WebChatMessage.From;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.DownloadRequest;
import dev.confab.transport.backend.nexus.NexusAnswer;
import dev.confab.transport.backend.nexus.NexusChat;
import dev.confab.transport.backend.nexus.NexusChatEvent;
import dev.confab.transport.backend.nexus.NexusEntry;
import dev.confab.transport.backend.nexus.NexusGuest;
import dev.confab.transport.backend.nexus.NexusOptions;
import dev.confab.transport.backend.nexus.NexusParty;
import dev.confab.transport.backend.nexus.NexusSessionData;
import dev.confab.transport.jvm.SuspendedCalls;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A chat of Engage v3 (protocol notes §3). */
final class NexusTransportChat extends ClientChat {

    /** The HTTP status of an operation on a session that is over. */
    private static final int ALREADY_ENDED = 409;

    private final Function<Map<String, String>, NexusOptions> options;
    private final boolean proposed;
    private final long maxDownloadBytes;
    private final NexusChat chat = NexusChat.create();
    private final CompletableFuture<Void> pastTold = new CompletableFuture<>();
    private volatile boolean restoring;
    private volatile WebChatSessionData session = WebChatSessionData.NONE;

    private NexusTransportChat(ChatSink sink, Wire wire) {
        super(sink, wire.confab, wire.config);
        this.options = wire.options;
        this.proposed = wire.proposed;
        this.maxDownloadBytes = wire.config.getAttachments().getMaxDownloadBytes();
    }

    /**
     * @param options of a chat with the given user data
     * @param proposed whether operations are used that no public document confirms
     */
    static ChatWire wire(
            Confab confab,
            MessagingClientConfig config,
            Function<Map<String, String>, NexusOptions> options,
            boolean async,
            boolean proposed) {
        return new Wire(confab, config, options, async, proposed);
    }

    @Override
    public CompletableFuture<WebChatResponse> start(StartChatOptions form, Map<String, String> userData) {
        Map<String, String> facts = new LinkedHashMap<>(userData);
        if (form.subject() != null) {
            // The service has no field for it: what it does not know is user data (§3.3).
            facts.putIfAbsent("subject", form.subject());
        }
        chat.nextGuest(NexusGuest.builder()
                .nickname(form.nickname())
                .firstName(form.firstname())
                .lastName(form.lastname())
                .emailAddress(form.email())
                .build());
        collect(chat.getEvents(), this::on);
        return begin(options.apply(facts).withChat(chat)).thenApply(state -> {
            NexusSessionData begun = chat.getSessionData();
            if (begun != null) {
                session = data(begun);
            }
            return WebChatResponse.of(true, null, null, session.asMap());
        });
    }

    @Override
    public CompletableFuture<Boolean> restore(WebChatSessionData data, int readUpTo) {
        restoring = true;
        session = data;
        chat.resume(
                new NexusSessionData(
                        data.get("sessionId"), data.get("participantId"), data.get("transportId"), data.get("token")),
                readUpTo);
        collect(chat.getEvents(), this::on);
        return resume(options.apply(Collections.emptyMap()).withChat(chat), pastTold);
    }

    private CompletableFuture<Void> on(NexusChatEvent event) {
        if (event instanceof NexusChatEvent.Received) {
            return received(((NexusChatEvent.Received) event).getEntries());
        }
        if (event instanceof NexusChatEvent.Restored) {
            restoring = false;
            pastTold.complete(null);
            return nothing();
        }
        if (event instanceof NexusChatEvent.Started) {
            session = data(((NexusChatEvent.Started) event).getData());
        }
        return event instanceof NexusChatEvent.Ended ? ended(((NexusChatEvent.Ended) event).getLost()) : nothing();
    }

    private CompletableFuture<Void> received(List<NexusEntry> entries) {
        List<WebChatMessage> messages = messages(entries);
        CompletableFuture<Void> told = sink.received(raw(entries), messages, restoring);
        // It may have ended while nobody listened: of that, no event of its own tells.
        return messages.stream().anyMatch(this::isEnd) ? both(told, ended(false)) : told;
    }

    private boolean isEnd(WebChatMessage message) {
        String own = session.get("participantId");
        return message.type().equals(WebChatMessage.PARTICIPANT_LEFT)
                && message.from().type().equals(From.CLIENT)
                && (own.isEmpty() || own.equals(message.from().participantId()));
    }

    private static String raw(List<NexusEntry> entries) {
        return entries.stream().map(NexusEntry::getRaw).collect(Collectors.joining(",", "[", "]"));
    }

    private List<WebChatMessage> messages(List<NexusEntry> entries) {
        return entries.stream().map(this::message).collect(Collectors.toList());
    }

    private WebChatMessage message(NexusEntry entry) {
        String type = entry.getType().equals(NexusEntry.TEXT) ? WebChatMessage.MESSAGE : entry.getType();
        return new WebChatMessage(
                entry.getId(),
                entry.getIndex(),
                type,
                entry.getText(),
                entry.getTimeMillis(),
                from(entry.getFrom()),
                Collections.emptyMap());
    }

    private From from(@Nullable NexusParty party) {
        if (party == null) {
            return new From(null, From.EXTERNAL, null);
        }
        String id = party.getParticipantId();
        String type = party.getType() == null ? "" : party.getType();
        boolean own = id != null && id.equals(session.get("participantId"));
        if (own || type.equalsIgnoreCase("Customer")) {
            return new From(party.getNickname(), From.CLIENT, id);
        }
        if (type.equalsIgnoreCase(From.AGENT)) {
            return new From(party.getNickname(), From.AGENT, id);
        }
        boolean supervisor = type.equalsIgnoreCase(From.SUPERVISOR);
        return new From(party.getNickname(), supervisor ? From.SUPERVISOR : From.EXTERNAL, id);
    }

    /** Where no operation for it is known, the guest just goes. A session that the other side has ended is over as well. */
    @Override
    public CompletableFuture<WebChatResponse> end() {
        if (!proposed) {
            return CompletableFuture.completedFuture(WebChatResponse.done());
        }
        return super.end().exceptionally(failure -> {
            Throwable cause = Failures.cause(failure);
            if (cause instanceof MessagingException
                    && ((MessagingException) cause).getCode().getValue() == ALREADY_ENDED) {
                return WebChatResponse.done();
            }
            throw new CompletionException(cause);
        });
    }

    /** Nothing is shown of what is being typed. */
    @Override
    public CompletableFuture<WebChatResponse> typing(boolean on, @Nullable String text) {
        return SuspendedCalls.<NexusAnswer>future(done -> chat.indicateTyping(on, done))
                .thenApply(NexusTransportChat::answered);
    }

    @Override
    public CompletableFuture<WebChatResponse> upload(AttachmentSource source) {
        return Futures.map(
                SuspendedCalls.<NexusAnswer>future(done -> chat.upload(source, done)), NexusTransportChat::answered);
    }

    @Override
    public CompletableFuture<Void> download(String fileId, @Nullable String fileName, AttachmentSink target) {
        Attachment file = new Attachment(new AttachmentId(fileId), fileName, null, null, null, null);
        DownloadRequest request = new DownloadRequest(file, target, maxDownloadBytes);
        return Futures.map(SuspendedCalls.<Long>future(done -> chat.download(fileId, request, done)), bytes -> null);
    }

    @Override
    public CompletableFuture<List<WebChatMessage>> history(int before) {
        return SuspendedCalls.<List<NexusEntry>>future(done -> chat.history(before, done))
                .thenApply(this::messages);
    }

    @Override
    public CompletableFuture<Boolean> verify() {
        return history(1).handle((entries, failure) -> {
            if (failure == null) {
                return true;
            }
            Throwable cause = Failures.cause(failure);
            if (cause instanceof MessagingException
                    && ((MessagingException) cause).getCode().equals(ErrorCode.SESSION_NOT_FOUND)) {
                return false;
            }
            throw new CompletionException(cause);
        });
    }

    @Override
    public WebChatSessionData session() {
        return session;
    }

    private static WebChatResponse answered(NexusAnswer answer) {
        WebChatResponse response = WebChatResponse.of(
                answer.isSuccess(), answer.getCode(), answer.getRaw(), Payload.facts(answer.getRaw()));
        if (!response.isSuccess()) {
            throw WebChatRejection.answered(response);
        }
        return response;
    }

    private static WebChatSessionData data(NexusSessionData of) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("participantId", of.getParticipantId());
        values.put("sessionId", of.getSessionId());
        values.put("token", of.getToken());
        values.put("transportId", of.getTransportId());
        return new WebChatSessionData(values);
    }

    private static final class Wire implements ChatWire {

        private final Confab confab;
        private final MessagingClientConfig config;
        private final Function<Map<String, String>, NexusOptions> options;
        private final boolean proposed;
        private final Set<Ability> abilities = EnumSet.noneOf(Ability.class);

        private Wire(
                Confab confab,
                MessagingClientConfig config,
                Function<Map<String, String>, NexusOptions> options,
                boolean async,
                boolean proposed) {
            this.confab = confab;
            this.config = config;
            this.options = options;
            this.proposed = proposed;
            if (proposed) {
                abilities.add(Ability.FILES);
            }
            if (async) {
                abilities.addAll(EnumSet.of(Ability.ASYNC, Ability.VERIFY_SESSION));
            }
        }

        @Override
        public Set<Ability> abilities() {
            return abilities;
        }

        @Override
        public ChatTransport chat(ChatSink sink) {
            return new NexusTransportChat(sink, this);
        }

        @Override
        public @Nullable WebChatSessionData ofToken(String token) {
            try {
                return data(NexusSessionData.ofToken(token));
            } catch (IllegalArgumentException none) {
                return null;
            }
        }
    }
}
