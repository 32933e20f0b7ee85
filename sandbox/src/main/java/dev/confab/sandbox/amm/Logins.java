package dev.confab.sandbox.amm;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: by user name and password, by a token, or by the cookie that discovery set (AMM notes B.2). The channels of
 * hints carry no Authorization header in browsers, so there the cookie is all that is known of a client.
 */
final class Logins {

    static final String COOKIE = "AMMSESSION";

    private static final Set<String> TOKEN_SCHEMES = Set.of("bearer", "uptoken", "esgtoken");

    private final People people;
    private final Duration timeout;
    private final Map<String, LoginSession> sessions = new HashMap<>();
    private Predicate<LoginSession> connected = session -> false;

    Logins(People people, Duration timeout) {
        this.people = people;
        this.timeout = timeout;
    }

    /** Tells how to know whether a session has an open channel: then it does not time out. */
    void connectedBy(Predicate<LoginSession> test) {
        connected = test;
    }

    /** Who calls, or a refusal with 401 or 403. */
    Caller admit(HttpServerRequest request, Instant now) {
        LoginSession session = sessionOf(request, now);
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean named = true;
        Account account;
        if (header == null) {
            account = session == null ? null : session.account();
        } else {
            int space = header.indexOf(' ');
            String scheme = space < 0 ? "" : header.substring(0, space);
            String credentials = header.substring(space + 1).strip();
            named = scheme.equalsIgnoreCase("Basic");
            account = named ? byPassword(credentials) : byToken(scheme, credentials);
        }
        if (account == null) {
            throw new Refusal(401, Refusal.AUTHENTICATION, "Log in with a user name and a password, or with a token");
        }
        if (!account.licensed()) {
            throw new Refusal(403, Refusal.NOT_LICENSED, account.login() + " may not use messaging");
        }
        LoginSession used = session != null && session.account() == account ? session : account.plain();
        used.seen(now);
        return new Caller(account, used, named, Hrefs.of(request));
    }

    /** Gives a client a session, if it has none; told in a cookie. */
    Caller begin(Caller caller, HttpServerRequest request, Instant now) {
        if (!caller.session().cookie().isEmpty()) {
            return caller;
        }
        LoginSession session = new LoginSession(UUID.randomUUID().toString(), caller.account());
        session.seen(now);
        sessions.put(session.cookie(), session);
        request.response()
                .addCookie(Cookie.cookie(COOKIE, session.cookie()).setPath("/").setHttpOnly(true));
        return new Caller(caller.account(), session, caller.named(), caller.at());
    }

    void end(LoginSession session) {
        sessions.remove(session.cookie());
    }

    void end(Account account) {
        sessions.values().removeIf(session -> session.account() == account);
    }

    List<LoginSession> of(Account account) {
        return sessions.values().stream()
                .filter(session -> session.account() == account)
                .toList();
    }

    private @Nullable LoginSession sessionOf(HttpServerRequest request, Instant now) {
        Cookie cookie = request.getCookie(COOKIE);
        LoginSession session = cookie == null ? null : sessions.get(cookie.getValue());
        if (session != null && session.lastSeen().plus(timeout).isBefore(now) && !connected.test(session)) {
            sessions.remove(session.cookie());
            return null;
        }
        return session;
    }

    private @Nullable Account byPassword(String credentials) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = plain.indexOf(':');
        Account account = colon < 0 ? null : people.byLogin(plain.substring(0, colon));
        return account != null && account.hasPassword(plain.substring(colon + 1)) ? account : null;
    }

    /** The vendor's JavaScript library, given a token, writes the scheme behind it: seen with 4.8.0.37. */
    private @Nullable Account byToken(String first, String second) {
        if (isTokenScheme(first)) {
            return people.byToken(second);
        }
        return isTokenScheme(second) ? people.byToken(first) : null;
    }

    private static boolean isTokenScheme(String word) {
        return TOKEN_SCHEMES.contains(word.toLowerCase(Locale.ROOT));
    }
}
