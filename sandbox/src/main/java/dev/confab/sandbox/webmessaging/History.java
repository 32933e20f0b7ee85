package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.Seam;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The history of the running conversation, page by page, newest first (Web Messaging protocol notes §5.1). Only what a
 * guest JWT stands for can be read, so the history of a former chat of the session is out of reach.
 */
final class History {

    private static final String BEARER = "bearer ";
    private static final int DEFAULT_PAGE_SIZE = 25;
    /** The notes name no largest page; clients are seen that ask for 500. Who asks for more gets these. */
    private static final int MAX_PAGE_SIZE = 500;

    private final Realm realm;
    private final GuestJwt jwt;

    History(Realm realm, GuestJwt jwt) {
        this.realm = realm;
        this.jwt = jwt;
    }

    HistoryAnswer page(@Nullable String authorization, @Nullable String pageNumber, @Nullable String pageSize) {
        Session session = entitled(authorization);
        if (session == null) {
            return HistoryAnswer.error(401, "", "bad.credentials", "The guest JWT is missing, unknown or expired");
        }
        int retryAfter = realm.admit(session.historyRate());
        if (retryAfter != RateWindow.ADMITTED) {
            return HistoryAnswer.tooMany(session.token(), retryAfter);
        }
        int number = number(pageNumber, 1);
        int size = Math.min(number(pageSize, DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE);
        if (number == 0 || size == 0) {
            return HistoryAnswer.error(
                    400, session.token(), "bad.request", "pageNumber and pageSize are whole numbers from 1");
        }
        Verdict verdict = new Verdict();
        realm.faults().history(session.token(), verdict);
        if (verdict.status == Verdict.FINE) {
            return HistoryAnswer.page(session.token(), body(session.conversation(), number, size));
        }
        return verdict.status == HistoryAnswer.RESET
                ? HistoryAnswer.reset(session.token())
                : HistoryAnswer.failure(verdict.status, session.token(), verdict.retryAfterSeconds);
    }

    private @Nullable Session entitled(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        Instant now = realm.now();
        String id = jwt.verify(authorization.substring(BEARER.length()).strip(), now);
        Session session = id == null ? null : realm.sessions().withId(id);
        boolean live = session != null && !session.expired() && now.isBefore(session.expiresAt());
        return live ? session : null;
    }

    /** Reads a number from 1; 0 when it is none. */
    private static int number(@Nullable String text, int absent) {
        if (text == null) {
            return absent;
        }
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String body(Conversation conversation, int number, int size) {
        int total = conversation.size();
        long pageCount = (total + size - 1L) / size;
        return "{\"entities\":[" + String.join(",", conversation.page(number, size)) + "],\"pageSize\":" + size
                + ",\"pageNumber\":" + number + ",\"total\":" + total + ",\"pageCount\":" + pageCount + "}";
    }

    private static final class Verdict implements Seam.History {

        private static final int FINE = -1;
        private int status = FINE;
        private int retryAfterSeconds;

        @Override
        public void fail(int failure, int seconds) {
            status = failure;
            retryAfterSeconds = seconds;
        }

        @Override
        public void reset() {
            status = HistoryAnswer.RESET;
        }
    }
}
