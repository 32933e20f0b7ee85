package dev.confab.client.webchat;

import dev.confab.client.Subscription;
import dev.confab.transport.Confab;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands and events of the vendor's {@code WebChatService}, over Engage chat v2 (REST and CometD), v3, or any other back end. Messages
 * are delivered with the guarantees of the client: what {@link #sendMessage} took is proved or told as failed, also over lost connections.
 *
 * <pre>{@code
 * WebChatService service = WebChatService.create();
 * service.addListener(listener);
 * service.configure(WebChatOptions.builder().dataURL("https://gms.example.com/genesys/2/chat/support").build());
 * service.startChat(StartChatOptions.builder().nickname("Ada").build())
 *         .thenCompose(started -> service.sendMessage("Where is my parcel?"));
 * }</pre>
 *
 * <p>Each command is a method, and has the name of the vendor's for {@link #command}. Futures fail with a {@link WebChatRejection}, whose value
 * is exactly what the vendor's service rejects with, or with another {@link MessagingException} where that has no word for it (not configured,
 * closed). They complete on shared daemon threads of the library. Thread-safe. One service has one chat at a time.
 *
 * <p>Cancelling a future before the command's turn undoes the command. Later it takes back a message that is not on its way yet, and stops an
 * upload or a download; everything else goes on, and events tell of it.
 */
public final class WebChatService implements AutoCloseable {

    private static final long CLOSE_SECONDS = 10;

    private final Confab confab;
    private final Timers timers;
    private final Turns turns = new Turns(CallbackThreads.getExecutor());
    private final EventBus bus = new EventBus();
    private final NamedHandlers named = new NamedHandlers(this);
    private final NamedCommands commands = new NamedCommands(this);
    private final AtomicReference<@Nullable WebChatDesk> desk = new AtomicReference<>();
    private volatile boolean closed;

    WebChatService(Confab confab, Timers timers) {
        this.confab = confab;
        this.timers = timers;
    }

    /**
     * Makes a service over the {@link Confab} of the process. It does nothing before it is {@link #configure configured}.
     *
     * @return a service; close it when it is not needed any more
     */
    public static WebChatService create() {
        return create(Confab.shared());
    }

    /**
     * Makes a service.
     *
     * @param confab what it shares with others
     * @return a service; close it when it is not needed any more
     */
    public static WebChatService create(Confab confab) {
        return new WebChatService(Objects.requireNonNull(confab, "confab"), Timers.SYSTEM);
    }

    // Commands, in the vendor's order

    /**
     * {@code configure}: says where the chats are; once, first. The event {@code ready} follows, and then the session that the options' store
     * has is restored, if there is one.
     *
     * @param options the options
     * @return completes when the service takes commands; fails with {@code WrongState} the second time
     */
    public CompletableFuture<Void> configure(WebChatOptions options) {
        Objects.requireNonNull(options, "options");
        if (closed) {
            return Failures.failed(WebChatDesk.closedFailure());
        }
        WebChatDesk made = new WebChatDesk(options, options.wire(confab), bus, turns, timers);
        if (!desk.compareAndSet(null, made)) {
            return Failures.failed(
                    new MessagingException(ErrorCode.WRONG_STATE, "The service is configured: make another one."));
        }
        if (closed) {
            // Closing looked for it too early.
            Futures.forget(made.close());
        }
        return made.inTurn(() -> {
            Futures.forget(made.publish(WebChatEvent.READY));
            made.restoring.fromStore();
            return done();
        });
    }

    /**
     * {@code configure}, with options as {@link WebChatOptions#fromMap} reads them.
     *
     * @param webchat the vendor's configuration object
     * @return as above; fails with {@code InvalidArgument} when an option cannot be used
     */
    public CompletableFuture<Void> configure(Map<String, ?> webchat) {
        WebChatOptions options;
        try {
            options = WebChatOptions.fromMap(webchat);
        } catch (IllegalArgumentException wrong) {
            return Failures.failed(
                    new MessagingException(ErrorCode.INVALID_ARGUMENT, String.valueOf(wrong.getMessage()), wrong));
        }
        return configure(options);
    }

    /**
     * {@code startChat}: begins a chat.
     *
     * @param options who begins it
     * @return the answer, with the session data; rejected with {@link WebChatRejection#ALREADY_ACTIVE}, {@link
     *     WebChatRejection#MALFORMED_USER_DATA} or the service's answer
     */
    public CompletableFuture<WebChatResponse> startChat(StartChatOptions options) {
        Objects.requireNonNull(options, "options");
        return calling(it -> it.start(options));
    }

    /**
     * {@code endChat}: ends the chat, for the other side, too. What has not left yet is given up.
     *
     * @return the answer; rejected with {@link WebChatRejection#NO_ACTIVE_SESSION} or the service's answer
     */
    public CompletableFuture<WebChatResponse> endChat() {
        return calling(WebChatDesk::end);
    }

    /**
     * {@code sendMessage}: sends words. They are kept and sent again until the service has proved that it has them; while the connection is
     * lost, that takes as long as it takes.
     *
     * @param message the words
     * @return complete with the proof; rejected with {@link WebChatRejection#NO_MESSAGE}, {@link WebChatRejection#NO_ACTIVE_SESSION} or
     *     what became of it
     */
    public CompletableFuture<WebChatResponse> sendMessage(@Nullable String message) {
        return callingWhileAsked(it -> ChatCommands.send(it, message, WebChatRejection.NO_ACTIVE_SESSION));
    }

    /**
     * {@code sendCustomNotice}: sends a notice that no transcript shows, for desktops that know what to do with it. Engage v2 only.
     *
     * @param message the words, or null
     * @return the answer; rejected with {@link WebChatRejection#NO_CUSTOM_NOTICE}, {@link WebChatRejection#NO_ACTIVE_SESSION} or the
     *     service's answer
     */
    public CompletableFuture<WebChatResponse> sendCustomNotice(@Nullable String message) {
        return calling(it -> ChatCommands.notice(it, message));
    }

    /**
     * {@code sendTyping}: tells that the guest types. The sign is taken back five seconds after the last call.
     *
     * @param message what was typed so far, which the agent sees where the back end shows it; or null
     * @return the answer; rejected with {@link WebChatRejection#NO_ACTIVE_SESSION} or the service's answer
     */
    public CompletableFuture<WebChatResponse> sendTyping(@Nullable String message) {
        return calling(it -> ChatCommands.type(it, message));
    }

    /**
     * {@code sendFilteredMessage}: sends words that are not shown here, such as a code for the agent's desk. The filter stays, as with
     * {@link #addPrefilter}.
     *
     * @param message the words
     * @param regex what hides them
     * @return completes when the message is on its way; how it fares, the event {@code error} tells if it fails. Rejected with {@link
     *     WebChatRejection#NO_SESSION}, {@link WebChatRejection#NO_MESSAGE} or {@link WebChatRejection#INVALID_FILTERS}
     */
    public CompletableFuture<Void> sendFilteredMessage(@Nullable String message, @Nullable Pattern regex) {
        return calling(it -> ChatCommands.sendFiltered(it, message, regex));
    }

    /**
     * {@code addPrefilter}: hides messages in which one of the expressions is found. Filters are stored with the session and restored with it.
     *
     * <p>They are matched in a time that is linear in the text, whatever they say; therefore looking around and back references are refused, as
     * are counted repetitions of more than 1000, more than 50 filters, and more than 4000 steps of all of them together.
     *
     * @param filters the expressions
     * @return all filters, as expressions; rejected with {@link WebChatRejection#INVALID_FILTERS}
     */
    public CompletableFuture<List<String>> addPrefilter(Pattern... filters) {
        List<Pattern> all = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(filters)));
        return calling(it -> ChatCommands.addFilters(it, all));
    }

    /**
     * {@code updateUserData}: changes the facts that are attached to the chat, or, without one, those that the next chat begins with.
     *
     * @param userData the facts, beside those that are there
     * @return the service's answer in a chat, and else a response whose {@link WebChatResponse#data} are all facts; rejected with {@link
     *     WebChatRejection#NO_USER_DATA_UPDATE}, {@link WebChatRejection#MALFORMED_USER_DATA} or the service's answer
     */
    public CompletableFuture<WebChatResponse> updateUserData(Map<String, String> userData) {
        Map<String, String> facts = new LinkedHashMap<>(userData);
        return calling(it -> ChatCommands.update(it, facts));
    }

    /**
     * {@code poll}: the vendor's private command, which only the service itself may use: see {@link #startPoll}.
     *
     * @return rejected with {@link WebChatRejection#PRIVATE_COMMAND} or {@link WebChatRejection#POLL_UNSUPPORTED}
     */
    public CompletableFuture<Void> poll() {
        return calling(ChatCommands::poll);
    }

    /** {@code poll} by the service itself. */
    CompletableFuture<Void> pollOwn() {
        return calling(ChatCommands::pollOwn);
    }

    /**
     * {@code startPoll}: asks for news by itself, which a chat does from its beginning.
     *
     * @return completes when it does; rejected with {@link WebChatRejection#NO_SESSION} or {@link WebChatRejection#POLLING_UNSUPPORTED}
     */
    public CompletableFuture<Void> startPoll() {
        return calling(ChatCommands::startPoll);
    }

    /**
     * {@code stopPoll}: asks for no news until {@link #startPoll}. The service removes a guest who does not ask for 45 seconds.
     *
     * @return completes when it does; rejected with {@link WebChatRejection#NO_SESSION} or {@link WebChatRejection#POLLING_UNSUPPORTED}
     */
    public CompletableFuture<Void> stopPoll() {
        return calling(ChatCommands::stopPoll);
    }

    /**
     * {@code resetPollExceptions}: counts failed polls from nought again.
     *
     * @return completes when it does; rejected with {@link WebChatRejection#NO_POLL_EXCEPTIONS}
     */
    public CompletableFuture<Void> resetPollExceptions() {
        return calling(ChatCommands::resetPollExceptions);
    }

    /**
     * {@code restore}: goes on with a session that was kept elsewhere; in the asynchronous mode only. Otherwise the service restores by itself
     * when it is configured.
     *
     * @param sessionData the token of the session, or all that a {@link SessionDataStore} kept; null: what the store has now
     * @return completes when the session was found; rejected with nothing when it was not, with {@link WebChatRejection#PRIVATE_RESTORE},
     *     {@link WebChatRejection#ALREADY_RESTORING} or {@link WebChatRejection#RESTORE_WHILE_ACTIVE}
     */
    public CompletableFuture<Void> restore(@Nullable String sessionData) {
        return calling(it -> ChatCommands.restore(it, sessionData));
    }

    /**
     * {@code getTranscript}: tells what was said.
     *
     * @return the transcript of the chat, or of the last one; never rejected
     */
    public CompletableFuture<WebChatTranscript> getTranscript() {
        return calling(ChatCommands::transcript);
    }

    /**
     * {@code getAgents}: tells who is or was there.
     *
     * @return agents and supervisors by what names them in the chat, or in the last one; never rejected
     */
    public CompletableFuture<Map<String, WebChatAgent>> getAgents() {
        return calling(ChatCommands::agents);
    }

    /**
     * {@code getStats}: tells what the chat comes to.
     *
     * @return the numbers of the chat, or of the last one; never rejected
     */
    public CompletableFuture<WebChatStats> getStats() {
        return calling(ChatCommands::stats);
    }

    /**
     * {@code sendFile}: sends a file into the chat.
     *
     * @param files the file: see {@code AttachmentFiles} and {@code AttachmentPaths}
     * @return the answer; rejected with {@link WebChatRejection#NO_FILES}, {@link WebChatRejection#NO_ACTIVE_SESSION} or the service's
     *     answer, when it does not take such a file, or no more files
     */
    public CompletableFuture<WebChatResponse> sendFile(AttachmentSource files) {
        Objects.requireNonNull(files, "files");
        return callingWhileAsked(it -> ChatCommands.upload(it, files));
    }

    /**
     * {@code downloadFile}: fetches a file of the chat.
     *
     * @param fileId what names it: {@code file-id} of its entry
     * @param fileName what it is called, or null
     * @param target where it goes
     * @return completes when it is there; rejected with {@link WebChatRejection#NO_ACTIVE_SESSION} or why it could not be fetched
     */
    public CompletableFuture<Void> downloadFile(String fileId, @Nullable String fileName, AttachmentSink target) {
        Objects.requireNonNull(fileId, "fileId");
        Objects.requireNonNull(target, "target");
        return callingWhileAsked(it -> ChatCommands.download(it, fileId, fileName, target));
    }

    /**
     * {@code getSessionData}: tells what names the session.
     *
     * @return the data, a secret; empty without a chat, never rejected
     */
    public CompletableFuture<WebChatSessionData> getSessionData() {
        return calling(ChatCommands::sessionData);
    }

    /**
     * {@code fetchHistory}: fetches the next piece of older messages, which the event {@code messageReceived} brings. In the asynchronous mode
     * only.
     *
     * @return completes when they were fetched; rejected with {@link WebChatRejection#HISTORY_NEEDS_ASYNC}, {@link
     *     WebChatRejection#NO_MORE_HISTORY}, {@link WebChatRejection#NO_ACTIVE_SESSION} or the service's answer
     */
    public CompletableFuture<WebChatResponse> fetchHistory() {
        return calling(ChatCommands::history);
    }

    /**
     * {@code registerTypingPreviewInput}: tells from now on what the handle tells.
     *
     * @param input the handle
     * @return completes when it is watched; rejected with {@link WebChatRejection#INVALID_INPUT} for null
     */
    public CompletableFuture<Void> registerTypingPreviewInput(@Nullable TypingPreview input) {
        return calling(it -> ChatCommands.watch(it, input));
    }

    /**
     * {@code registerPreProcessor}: lets a function change entries before they are told and kept.
     *
     * @param preprocessor the function; several are applied in the order of their registration
     * @return the function; rejected with {@link WebChatRejection#NO_PREPROCESSOR} for null
     */
    public CompletableFuture<MessagePreprocessor> registerPreProcessor(@Nullable MessagePreprocessor preprocessor) {
        return registerPreProcessor(preprocessor, "undefined");
    }

    CompletableFuture<MessagePreprocessor> registerPreProcessor(
            @Nullable MessagePreprocessor preprocessor, String typeOf) {
        return calling(it -> ChatCommands.preprocess(it, preprocessor, typeOf));
    }

    /**
     * {@code verifySession}: asks whether there is a session: the chat that goes on, or one that could be restored.
     *
     * @return whether; rejected with {@link WebChatRejection#NO_VERIFY_SESSION} or the service's answer
     */
    public CompletableFuture<Boolean> verifySession() {
        return calling(ChatCommands::verify);
    }

    // By name

    /**
     * Runs a command by its name.
     *
     * @param name the name, with or without {@code WebChatService.}
     * @param options the vendor's options for it; of v3's {@code startChat}, with the {@code form}. A file is a {@code File} or an
     *     {@code AttachmentSource} under {@code files}; where a download goes, a {@code File} or an {@code AttachmentSink} under
     *     {@code target}
     * @return what the method for it returns; {@code verifySession} returns a map with {@code sessionActive}. Fails with {@code Unsupported} for
     *     an unknown name
     */
    public CompletableFuture<@Nullable Object> command(String name, Map<String, ?> options) {
        return commands.run(Objects.requireNonNull(name, "name"), Objects.requireNonNull(options, "options"));
    }

    /**
     * Runs a command without options.
     *
     * @param name the name, with or without {@code WebChatService.}
     * @return as above
     */
    public CompletableFuture<@Nullable Object> command(String name) {
        return command(name, Collections.emptyMap());
    }

    // Events

    /**
     * Tells a listener what happens from now on, on shared daemon threads of the library.
     *
     * @param listener who is told
     * @return ends it
     */
    public Subscription addListener(WebChatListener listener) {
        return addListener(listener, CallbackThreads.getExecutor());
    }

    /**
     * Tells a listener what happens from now on.
     *
     * @param listener who is told
     * @param executor where, one call at a time
     * @return ends it
     */
    public Subscription addListener(WebChatListener listener, Executor executor) {
        return bus.add(Objects.requireNonNull(listener, "listener"), Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Subscribes to an event by its name, on shared daemon threads of the library.
     *
     * @param name the name, with or without {@code WebChatService.}
     * @param handler who is told
     * @return ends it
     * @throws IllegalArgumentException when there is no such event
     */
    public Subscription on(String name, Consumer<WebChatEvent> handler) {
        return on(name, handler, CallbackThreads.getExecutor());
    }

    /**
     * Subscribes to an event by its name.
     *
     * @param name the name, with or without {@code WebChatService.}
     * @param handler who is told
     * @param executor where, one call at a time
     * @return ends it
     * @throws IllegalArgumentException when there is no such event
     */
    public Subscription on(String name, Consumer<WebChatEvent> handler, Executor executor) {
        return named.on(
                Objects.requireNonNull(name, "name"),
                Objects.requireNonNull(handler, "handler"),
                Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Ends all subscriptions of a handler to an event.
     *
     * @param name the name, with or without {@code WebChatService.}
     * @param handler who is not told any more
     * @throws IllegalArgumentException when there is no such event
     */
    public void off(String name, Consumer<WebChatEvent> handler) {
        named.off(Objects.requireNonNull(name, "name"), Objects.requireNonNull(handler, "handler"));
    }

    // The end

    /**
     * Lets everything go. The chat is left as it is at the service, and its session in the store: another service restores it. Nothing is told
     * afterwards.
     *
     * @return completes when no connection is left
     */
    public CompletableFuture<Void> closeAsync() {
        closed = true;
        WebChatDesk made = desk.get();
        return made == null ? done() : made.close();
    }

    /** {@link #closeAsync}, and waits for it, for at most ten seconds. */
    @Override
    public void close() {
        try {
            closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            throw new MessagingException(
                    ErrorCode.UNEXPECTED_ERROR,
                    "The service did not close within " + CLOSE_SECONDS + " seconds; it goes on closing.",
                    late);
        } catch (ExecutionException failed) {
            throw new MessagingException(
                    ErrorCode.UNEXPECTED_ERROR, "The service could not be closed.", failed.getCause());
        }
    }

    private <T> CompletableFuture<T> calling(Function<WebChatDesk, CompletableFuture<T>> command) {
        return calling(command, false);
    }

    /** Cancelling the future stops what is under way. */
    private <T> CompletableFuture<T> callingWhileAsked(Function<WebChatDesk, CompletableFuture<T>> command) {
        return calling(command, true);
    }

    private <T> CompletableFuture<T> calling(Function<WebChatDesk, CompletableFuture<T>> command, boolean stops) {
        WebChatDesk made = desk.get();
        if (made == null) {
            return Failures.failed(
                    closed
                            ? WebChatDesk.closedFailure()
                            : new MessagingException(
                                    ErrorCode.WRONG_STATE, "The service is not configured: call configure first."));
        }
        return made.inTurn(() -> command.apply(made), stops);
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
