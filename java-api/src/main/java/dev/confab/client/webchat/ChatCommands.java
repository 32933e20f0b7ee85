package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.client.webchat.ChatWire.Ability;
import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the commands do, in the turns of a desk (protocol notes §4.2). What a wire cannot do is said before whether there is a chat: the
 * answer stays the same with one.
 */
final class ChatCommands {

    private ChatCommands() {}

    static CompletableFuture<WebChatResponse> send(WebChatDesk it, @Nullable String message, String noSession) {
        needWords(message);
        ActiveChat chat = it.active(noSession);
        it.typing.sent();
        return chat.transport().send(String.valueOf(message));
    }

    private static void needWords(@Nullable String message) {
        if (message == null || message.isEmpty()) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.NO_MESSAGE);
        }
    }

    static CompletableFuture<WebChatResponse> notice(WebChatDesk it, @Nullable String message) {
        need(it, Ability.CUSTOM_NOTICE, WebChatRejection.NO_CUSTOM_NOTICE);
        return here(it).notice(message);
    }

    static CompletableFuture<WebChatResponse> type(WebChatDesk it, @Nullable String message) {
        return it.typing.told(here(it), message);
    }

    static CompletableFuture<Void> sendFiltered(WebChatDesk it, @Nullable String message, @Nullable Pattern regex) {
        it.active(WebChatRejection.NO_SESSION);
        needWords(message);
        hide(it, regex == null ? Collections.emptyList() : Collections.singletonList(regex));
        // Its fate is nobody's to wait for, and must not be lost.
        Futures.forget(it.inTurn(() -> send(it, message, WebChatRejection.NO_SESSION)));
        return done();
    }

    static CompletableFuture<List<String>> addFilters(WebChatDesk it, List<Pattern> filters) {
        hide(it, filters);
        return CompletableFuture.completedFuture(it.entries.filters().texts());
    }

    private static void hide(WebChatDesk it, List<Pattern> filters) {
        try {
            List<String> texts = new ArrayList<>();
            for (Pattern filter : filters) {
                texts.add(Prefilters.text(filter));
            }
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("There is no regular expression.");
            }
            it.entries.filters().add(texts);
        } catch (IllegalArgumentException | NullPointerException wrong) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.INVALID_FILTERS, wrong);
        }
        it.save();
    }

    static CompletableFuture<WebChatResponse> update(WebChatDesk it, Map<String, String> facts) {
        if (!UserData.isWellFormed(facts)) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.MALFORMED_USER_DATA);
        }
        ActiveChat chat = it.active();
        if (chat != null) {
            need(it, Ability.LIVE_USER_DATA, WebChatRejection.NO_USER_DATA_UPDATE);
            return chat.transport().update(facts);
        }
        it.userData.putAll(facts);
        return CompletableFuture.completedFuture(WebChatResponse.of(true, null, null, it.userData));
    }

    /** Anybody but the service. */
    static CompletableFuture<Void> poll(WebChatDesk it) {
        need(it, Ability.POLLING, WebChatRejection.POLL_UNSUPPORTED);
        throw saying(ErrorCode.WRONG_STATE, WebChatRejection.PRIVATE_COMMAND);
    }

    /** The service itself. */
    static CompletableFuture<Void> pollOwn(WebChatDesk it) {
        need(it, Ability.POLLING, WebChatRejection.POLL_UNSUPPORTED);
        it.polling.ask();
        return done();
    }

    static CompletableFuture<Void> startPoll(WebChatDesk it) {
        need(it, Ability.POLLING, WebChatRejection.POLLING_UNSUPPORTED);
        if (it.polling.start()) {
            // At once, unless one is under way.
            Futures.forget(it.inTurn(() -> pollOwn(it)));
        }
        return done();
    }

    static CompletableFuture<Void> stopPoll(WebChatDesk it) {
        need(it, Ability.POLLING, WebChatRejection.POLLING_UNSUPPORTED);
        it.polling.stop();
        return done();
    }

    static CompletableFuture<Void> resetPollExceptions(WebChatDesk it) {
        need(it, Ability.POLLING, WebChatRejection.NO_POLL_EXCEPTIONS);
        ActiveChat chat = it.active();
        if (chat != null) {
            chat.transport().resetPollExceptions();
        }
        return done();
    }

    static CompletableFuture<Void> restore(WebChatDesk it, @Nullable String sessionData) {
        need(it, Ability.ASYNC, WebChatRejection.PRIVATE_RESTORE);
        return it.restoring.byHand(sessionData);
    }

    static CompletableFuture<WebChatTranscript> transcript(WebChatDesk it) {
        ActiveChat chat = it.last();
        return CompletableFuture.completedFuture(
                chat == null ? new WebChatTranscript(Collections.emptyList()) : chat.transcript());
    }

    static CompletableFuture<Map<String, WebChatAgent>> agents(WebChatDesk it) {
        ActiveChat chat = it.last();
        return CompletableFuture.completedFuture(chat == null ? Collections.emptyMap() : chat.agents());
    }

    static CompletableFuture<WebChatStats> stats(WebChatDesk it) {
        ActiveChat chat = it.last();
        return CompletableFuture.completedFuture(
                chat == null ? new WebChatStats(Collections.emptyMap(), 0, 0, 0) : chat.stats(it.timers.nowMillis()));
    }

    static CompletableFuture<WebChatResponse> upload(WebChatDesk it, AttachmentSource file) {
        need(it, Ability.FILES, WebChatRejection.NO_FILES);
        return here(it).upload(file);
    }

    static CompletableFuture<Void> download(
            WebChatDesk it, String fileId, @Nullable String fileName, AttachmentSink target) {
        return here(it).download(fileId, fileName, target);
    }

    static CompletableFuture<WebChatSessionData> sessionData(WebChatDesk it) {
        ActiveChat chat = it.active();
        return CompletableFuture.completedFuture(
                chat == null ? WebChatSessionData.NONE : chat.transport().session());
    }

    static CompletableFuture<WebChatResponse> history(WebChatDesk it) {
        need(it, Ability.ASYNC, WebChatRejection.HISTORY_NEEDS_ASYNC);
        return it.fetchHistory();
    }

    static CompletableFuture<Void> watch(WebChatDesk it, @Nullable TypingPreview input) {
        if (input == null) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.INVALID_INPUT);
        }
        input.watch(text -> it.turns.execute(() -> {
            ActiveChat chat = it.active();
            if (chat != null) {
                it.typing.typed(chat.transport(), text);
            }
        }));
        return done();
    }

    static CompletableFuture<MessagePreprocessor> preprocess(
            WebChatDesk it, @Nullable MessagePreprocessor preprocessor, String typeOf) {
        if (preprocessor == null) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.NO_PREPROCESSOR.replace("%s", typeOf));
        }
        it.entries.preprocessBy(preprocessor);
        return CompletableFuture.completedFuture(preprocessor);
    }

    static CompletableFuture<Boolean> verify(WebChatDesk it) {
        need(it, Ability.VERIFY_SESSION, WebChatRejection.NO_VERIFY_SESSION);
        ActiveChat chat = it.active();
        return chat == null ? it.restoring.isPossible() : chat.transport().verify();
    }

    private static ChatTransport here(WebChatDesk it) {
        return it.active(WebChatRejection.NO_ACTIVE_SESSION).transport();
    }

    private static void need(WebChatDesk it, Ability ability, String otherwise) {
        if (!it.can(ability)) {
            throw saying(ErrorCode.UNSUPPORTED, otherwise);
        }
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
