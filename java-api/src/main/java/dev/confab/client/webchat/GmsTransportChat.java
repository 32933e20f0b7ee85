package dev.confab.client.webchat;

import dev.confab.client.webchat.WebChatMessage.From;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.DownloadRequest;
import dev.confab.transport.backend.gms.GmsChat;
import dev.confab.transport.backend.gms.GmsChatEvent;
import dev.confab.transport.backend.gms.GmsEntry;
import dev.confab.transport.backend.gms.GmsGuest;
import dev.confab.transport.backend.gms.GmsOptions;
import dev.confab.transport.backend.gms.GmsParty;
import dev.confab.transport.backend.gms.GmsResponse;
import dev.confab.transport.backend.gms.GmsSession;
import dev.confab.transport.jvm.SuspendedCalls;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.ErrorCode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/** A chat of Engage v2, polled or over CometD (protocol notes §1, §2). */
final class GmsTransportChat extends ClientChat {

    private final GmsOptions options;
    private final long maxDownloadBytes;
    private final GmsChat chat = GmsChat.create();
    private final CompletableFuture<GmsResponse> started = new CompletableFuture<>();
    private final CompletableFuture<Void> pastTold = new CompletableFuture<>();

    // Touched by what collects the events only.
    private int pastUpTo = -1;
    private boolean pastIsNext;
    private boolean endsNext;
    private boolean offline;

    private volatile boolean serverReached;

    private GmsTransportChat(ChatSink sink, Confab confab, MessagingClientConfig config, GmsOptions options) {
        super(sink, confab, config);
        this.options = options;
        this.maxDownloadBytes = config.getAttachments().getMaxDownloadBytes();
    }

    static ChatWire wire(Confab confab, MessagingClientConfig config, GmsOptions options) {
        return new Wire(confab, config, options);
    }

    @Override
    public CompletableFuture<WebChatResponse> start(StartChatOptions form, Map<String, String> userData) {
        chat.nextGuest(GmsGuest.builder()
                .nickname(form.nickname())
                .firstName(form.firstname())
                .lastName(form.lastname())
                .emailAddress(form.email())
                .subject(form.subject())
                .userData(userData)
                .build());
        // A chat that begins has no past, also when its connection is made anew.
        pastTold.complete(null);
        collect(chat.getEvents(), this::on);
        return begin(options.withChat(chat))
                .thenCompose(state -> started)
                .thenApply(response -> WebChatResponse.of(
                        true, code(response), response.getRaw(), session().asMap()));
    }

    @Override
    public CompletableFuture<Boolean> restore(WebChatSessionData data, int readUpTo) {
        chat.resume(
                new GmsSession(data.get("sessionId"), data.get("userId"), data.get("secureKey"), data.get("alias")));
        collect(chat.getEvents(), this::on);
        return resume(options.withChat(chat), pastTold);
    }

    private CompletableFuture<Void> on(GmsChatEvent event) {
        if (event instanceof GmsChatEvent.Received) {
            return received((GmsChatEvent.Received) event);
        }
        if (event instanceof GmsChatEvent.Started) {
            started.complete(((GmsChatEvent.Started) event).getResponse());
            return nothing();
        }
        if (event instanceof GmsChatEvent.Restored) {
            GmsResponse response = ((GmsChatEvent.Restored) event).getResponse();
            endsNext = response.getChatEnded();
            if (!pastTold.isDone()) {
                Integer next = response.getNextPosition();
                pastUpTo = next == null ? 0 : next - 1;
                pastIsNext = true;
            }
            return nothing();
        }
        if (event instanceof GmsChatEvent.Ended) {
            return ended(((GmsChatEvent.Ended) event).getLost());
        }
        return onTrouble(event);
    }

    private CompletableFuture<Void> onTrouble(GmsChatEvent event) {
        if (event instanceof GmsChatEvent.PollFailed) {
            int code = ((GmsChatEvent.PollFailed) event).getCode().getValue();
            // An answer with trouble in it is an answer: HTTP statuses, and the service's own "later".
            serverReached = (code >= 300 && code < 600) || code == ErrorCode.UNEXPECTED_ERROR.getValue();
            return both(sink.pollFailed(), sink.polled());
        }
        if (event instanceof GmsChatEvent.PollRecovered) {
            return sink.pollRecovered();
        }
        if (event instanceof GmsChatEvent.ServerWentOffline) {
            return sink.serverWentOffline();
        }
        return event instanceof GmsChatEvent.ServerBackOnline ? sink.serverBackOnline() : nothing();
    }

    private CompletableFuture<Void> received(GmsChatEvent.Received event) {
        List<WebChatMessage> messages =
                event.getEntries().stream().map(GmsTransportChat::message).collect(Collectors.toList());
        boolean past = pastIsNext || isPast(messages);
        pastIsNext = false;
        CompletableFuture<Void> told = sink.received(event.getResponse().getRaw(), messages, past);
        if (past) {
            pastTold.complete(null);
        }
        CompletableFuture<Void> all = both(told, sink.polled());
        // It ended while nobody listened: of that, no event of its own tells.
        boolean ends = endsNext;
        endsNext = false;
        return ends ? both(all, ended(false)) : all;
    }

    private boolean isPast(List<WebChatMessage> messages) {
        return !messages.isEmpty()
                && messages.stream().allMatch(message -> message.index() != null && message.index() <= pastUpTo);
    }

    private static WebChatMessage message(GmsEntry entry) {
        GmsParty party = entry.getFrom();
        Integer id = party == null ? null : party.getParticipantId();
        From from = party == null
                ? new From(null, From.EXTERNAL, null)
                : new From(
                        party.getNickname(),
                        party.getType() == null ? From.EXTERNAL : party.getType(),
                        id == null ? null : id.toString());
        return new WebChatMessage(
                null,
                entry.getIndex(),
                entry.getType(),
                entry.getText(),
                entry.getUtcTimeMillis(),
                from,
                entry.getUserData());
    }

    // There are no failed polls over CometD: how often the connection could not be made stands for them.
    @Override
    CompletableFuture<Void> lostFor(int attempt) {
        if (options.getCometD() == null) {
            return nothing();
        }
        if (attempt >= options.getPollExceptionLimit() && !offline) {
            offline = true;
            return sink.serverWentOffline();
        }
        return sink.pollFailed();
    }

    @Override
    CompletableFuture<Void> foundAgain() {
        if (options.getCometD() == null) {
            return nothing();
        }
        boolean was = offline;
        offline = false;
        return was ? sink.serverBackOnline() : sink.pollRecovered();
    }

    @Override
    boolean isServerReached() {
        return serverReached;
    }

    @Override
    public CompletableFuture<WebChatResponse> notice(@Nullable String text) {
        return call(done -> chat.sendCustomNotice(text, done));
    }

    @Override
    public CompletableFuture<WebChatResponse> typing(boolean on, @Nullable String text) {
        return call(done -> on ? chat.startTyping(text, done) : chat.stopTyping(text, done));
    }

    @Override
    public CompletableFuture<WebChatResponse> update(Map<String, String> userData) {
        return call(done -> chat.updateUserData(userData, done));
    }

    @Override
    public CompletableFuture<WebChatResponse> upload(AttachmentSource source) {
        return call(done -> chat.upload(source, null, Collections.emptyMap(), done));
    }

    @Override
    public CompletableFuture<Void> download(String fileId, @Nullable String fileName, AttachmentSink target) {
        Attachment file = new Attachment(new AttachmentId(fileId), fileName, null, null, null, null);
        DownloadRequest request = new DownloadRequest(file, target, maxDownloadBytes);
        return Futures.map(SuspendedCalls.<Long>future(done -> chat.download(fileId, request, done)), bytes -> null);
    }

    @Override
    public CompletableFuture<Boolean> verify() {
        Integer position = chat.getPosition();
        if (options.getCometD() != null || position == null) {
            return super.verify();
        }
        return SuspendedCalls.<GmsResponse>future(done -> chat.refresh(position, done))
                .thenApply(response -> response.isDone() && !response.getChatEnded());
    }

    @Override
    public void poll() {
        chat.poll();
    }

    @Override
    public void allowPolling(boolean allowed) {
        chat.allowPolling(allowed);
    }

    @Override
    public void resetPollExceptions() {
        chat.resetPollExceptions();
    }

    @Override
    public WebChatSessionData session() {
        GmsSession session = chat.getSession();
        if (session == null) {
            return WebChatSessionData.NONE;
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("secureKey", session.getSecureKey());
        values.put("sessionId", session.getChatId());
        values.put("alias", session.getAlias());
        values.put("userId", session.getUserId());
        return new WebChatSessionData(values);
    }

    /** Over CometD the answer comes as an event, and there is none here. */
    private static CompletableFuture<WebChatResponse> call(Call call) {
        return Futures.map(SuspendedCalls.<@Nullable GmsResponse>future(call::make), response -> {
            if (response == null) {
                return WebChatResponse.done();
            }
            WebChatResponse answer =
                    WebChatResponse.of(response.isDone(), code(response), response.getRaw(), response.getUserData());
            if (!answer.isSuccess()) {
                throw WebChatRejection.answered(answer);
            }
            return answer;
        });
    }

    private static String code(GmsResponse response) {
        return response.getErrors().stream()
                .filter(error -> error.getCode() != null)
                .map(error -> String.valueOf(error.getCode()))
                .findFirst()
                .orElse(String.valueOf(response.getStatusCode()));
    }

    private interface Call {
        @Nullable
        Object make(Continuation<? super GmsResponse> done);
    }

    private static final class Wire implements ChatWire {

        private final Confab confab;
        private final MessagingClientConfig config;
        private final GmsOptions options;
        private final Set<Ability> abilities;

        private Wire(Confab confab, MessagingClientConfig config, GmsOptions options) {
            this.confab = confab;
            this.config = config;
            this.options = options;
            abilities = EnumSet.complementOf(EnumSet.of(Ability.ASYNC));
            if (options.getCometD() != null) {
                abilities.remove(Ability.POLLING);
            }
        }

        @Override
        public Set<Ability> abilities() {
            return abilities;
        }

        @Override
        public ChatTransport chat(ChatSink sink) {
            return new GmsTransportChat(sink, confab, config, options);
        }

        @Override
        public @Nullable WebChatSessionData ofToken(String token) {
            return null;
        }
    }
}
