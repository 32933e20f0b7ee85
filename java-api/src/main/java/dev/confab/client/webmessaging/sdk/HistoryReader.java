package dev.confab.client.webmessaging.sdk;

import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessage;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessageEntityList;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the whole history of a session, page by page, newest first (protocol notes §5.1). One reader reads once. */
@SuppressWarnings("FutureReturnValueIgnored") // The nested future is unwrapped at once.
final class HistoryReader {

    private static final int PAGE_SIZE = 100;

    /** The service answers ten calls a minute (§10): more pages than that end in its refusal, not in a list without end. */
    private static final int MAX_PAGES = 100;

    private static final int UNAUTHORIZED = 401;

    /** A page of the history. */
    interface Pages {
        CompletableFuture<String> page(int number, int size, String jwt);
    }

    private final Pages pages;
    private final Supplier<CompletableFuture<String>> tokens;

    /** By id: a message that arrives meanwhile shifts the pages, which then overlap. */
    private final Map<String, WebMessagingMessage> known = new LinkedHashMap<>();

    HistoryReader(Pages pages, Supplier<CompletableFuture<String>> tokens) {
        this.pages = pages;
        this.tokens = tokens;
    }

    CompletableFuture<WebMessagingMessageEntityList> read() {
        return tokens.get().thenCompose(jwt -> page(1, jwt, true));
    }

    private CompletableFuture<WebMessagingMessageEntityList> page(int number, String jwt, boolean mayRenew) {
        return pages.page(number, PAGE_SIZE, jwt)
                .handle((text, failure) -> {
                    if (failure == null) {
                        return next(number, jwt, decode(text, number));
                    }
                    WebMessagingException refusal = WebMessagingException.of(failure);
                    if (mayRenew && refusal.getStatusCode() == UNAUTHORIZED) {
                        // A token lives about a minute, less than many pages take.
                        return tokens.get().thenCompose(renewed -> page(number, renewed, false));
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
