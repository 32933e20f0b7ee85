package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessage;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessageEntityList;
import dev.confab.transport.jvm.SuspendedCalls;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole history of a session, page by page, newest first (protocol notes §5.1), and waits where the service says for how long. One reader
 * reads once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The nested future is unwrapped at once.
final class HistoryReader {

    private static final int PAGE_SIZE = 100;

    /** The service answers ten calls a minute (§10), so that this many pages take ten minutes. */
    private static final int MAX_PAGES = 100;

    /** One for each minute of that many pages, and some for others who ask in the name of the same session. */
    private static final int MAX_WAITS = 15;

    private static final long MAX_WAIT_MILLIS = 60_000;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;

    /** A page of the history. */
    interface Pages {
        CompletableFuture<String> page(int number, int size, String jwt);
    }

    private final Pages pages;
    private final Supplier<CompletableFuture<String>> tokens;

    /** By id: a message that arrives meanwhile shifts the pages, which then overlap. */
    private final Map<String, WebMessagingMessage> known = new LinkedHashMap<>();

    private final AtomicInteger waits = new AtomicInteger();
    private volatile boolean stopped;
    private volatile @Nullable CompletableFuture<?> running;

    HistoryReader(Pages pages, Supplier<CompletableFuture<String>> tokens) {
        this.pages = pages;
        this.tokens = tokens;
    }

    CompletableFuture<WebMessagingMessageEntityList> read() {
        return tokens.get().thenCompose(jwt -> page(1, jwt, true));
    }

    /** Asks for no more pages, and lets go of the call or the pause that is going on. */
    void stop() {
        stopped = true;
        CompletableFuture<?> now = running;
        if (now != null) {
            now.cancel(false);
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> unlessStopped(Supplier<CompletableFuture<T>> step) {
        if (stopped) {
            return Futures.failed(new CancellationException());
        }
        CompletableFuture<T> begun = step.get();
        running = begun;
        // After that: a stop that comes between sees the step, one that came before is seen here.
        if (stopped) {
            begun.cancel(false);
        }
        return begun;
    }

    private CompletableFuture<WebMessagingMessageEntityList> page(int number, String jwt, boolean mayRenew) {
        return unlessStopped(() -> pages.page(number, PAGE_SIZE, jwt))
                .handle((text, failure) -> {
                    if (failure == null) {
                        return next(number, jwt, decode(text, number));
                    }
                    WebMessagingException refusal = WebMessagingException.of(failure);
                    if (mayRenew && refusal.getStatusCode() == UNAUTHORIZED) {
                        // A token lives about a minute, less than many pages take.
                        return tokens.get().thenCompose(renewed -> page(number, renewed, false));
                    }
                    Long pause = refusal.getRetryAfterMillis();
                    if (refusal.getStatusCode() == TOO_MANY_REQUESTS
                            && pause != null
                            && pause <= MAX_WAIT_MILLIS
                            && waits.incrementAndGet() <= MAX_WAITS) {
                        return unlessStopped(() -> SuspendedCalls.after(pause))
                                .thenCompose(waited -> page(number, jwt, true));
                    }
                    return Futures.<WebMessagingMessageEntityList>failed(refusal);
                })
                .thenCompose(result -> result);
    }

    private CompletableFuture<WebMessagingMessageEntityList> next(
            int number, String jwt, WebMessagingMessageEntityList page) {
        List<WebMessagingMessage> entities = page.getEntities();
        int count = entities == null ? 0 : entities.size();
        if (entities != null) {
            for (WebMessagingMessage message : entities) {
                String id = message.getId();
                known.putIfAbsent(id == null ? "#" + known.size() : id, message);
            }
        }
        Long total = page.getTotal();
        Integer size = page.getPageSize();
        boolean isLast = count == 0
                || number >= MAX_PAGES
                || (total == null ? count < PAGE_SIZE : (long) number * (size == null ? PAGE_SIZE : size) >= total);
        if (!isLast) {
            return page(number + 1, jwt, true);
        }
        List<WebMessagingMessage> all = new ArrayList<>(known.values());
        return CompletableFuture.completedFuture(new WebMessagingMessageEntityList()
                .entities(all)
                .pageNumber(1)
                .pageSize(all.size())
                .pageCount(1)
                .total(total == null ? (Long) (long) all.size() : total));
    }

    private static WebMessagingMessageEntityList decode(@Nullable String text, int number) {
        try {
            return JsonModel.read(String.valueOf(text), WebMessagingMessageEntityList.class);
        } catch (MessagingException unreadable) {
            throw new WebMessagingException(
                    ErrorCode.HISTORY_FETCH_FAILURE,
                    "Page " + number + " of the history cannot be read. " + unreadable.getMessage());
        }
    }
}
