package dev.confab.sandbox.identity;

import java.time.Duration;
import java.util.List;

/**
 * Who can log in, and for how long (Web Messaging protocol notes §2.9, §10, §11.1).
 *
 * @param users who can log in, at least one; the identity provider takes the first when nobody is named
 * @param jwtLifetime how long an auth JWT is good, at least one second; default 15 minutes
 * @param refreshLifetime how long a refresh token is good, at least one second; default 24 hours
 * @param badJwtCode what configuring with a JWT that is no good answers, 403 or 401; default 403
 * @param expiredJwtCode what configuring with an expired JWT answers, 401 or 403; default 401
 */
public record IdentityOptions(
        List<User> users, Duration jwtLifetime, Duration refreshLifetime, int badJwtCode, int expiredJwtCode) {

    /** Two users and the lifetimes of the service. */
    public static final IdentityOptions DEFAULT = new IdentityOptions(
            List.of(new User("mira", "Mira", "Okafor"), new User("jonas", "Jonas", "Lind")),
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            403,
            401);

    /**
     * Checks the values.
     *
     * @param users who can log in, at least one; the identity provider takes the first when nobody is named
     * @param jwtLifetime how long an auth JWT is good, at least one second; default 15 minutes
     * @param refreshLifetime how long a refresh token is good, at least one second; default 24 hours
     * @param badJwtCode what configuring with a JWT that is no good answers, 403 or 401; default 403
     * @param expiredJwtCode what configuring with an expired JWT answers, 401 or 403; default 401
     */
    public IdentityOptions {
        users = List.copyOf(users);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("There must be a user");
        }
        if (users.stream().map(User::id).distinct().count() < users.size()) {
            throw new IllegalArgumentException("Two users have the same id");
        }
        atLeastASecond(jwtLifetime, "jwtLifetime");
        atLeastASecond(refreshLifetime, "refreshLifetime");
        refusal(badJwtCode, "badJwtCode");
        refusal(expiredJwtCode, "expiredJwtCode");
    }

    /**
     * Replaces the users.
     *
     * @param people who can log in
     * @return options like these
     */
    public IdentityOptions withUsers(User... people) {
        return new IdentityOptions(List.of(people), jwtLifetime, refreshLifetime, badJwtCode, expiredJwtCode);
    }

    /**
     * Replaces the lifetimes.
     *
     * @param jwt of an auth JWT
     * @param refresh of a refresh token
     * @return options like these
     */
    public IdentityOptions withLifetimes(Duration jwt, Duration refresh) {
        return new IdentityOptions(users, jwt, refresh, badJwtCode, expiredJwtCode);
    }

    /**
     * Replaces the codes of refusals. It is not known for sure which the real service uses (§11.3.3).
     *
     * @param bad for a JWT that is no good
     * @param expired for an expired one
     * @return options like these
     */
    public IdentityOptions withRefusals(int bad, int expired) {
        return new IdentityOptions(users, jwtLifetime, refreshLifetime, bad, expired);
    }

    private static void atLeastASecond(Duration value, String name) {
        if (value.toSeconds() < 1) {
            throw new IllegalArgumentException(name + " must be at least one second, not " + value);
        }
    }

    private static void refusal(int code, String name) {
        if (code != 401 && code != 403) {
            throw new IllegalArgumentException(name + " must be 401 or 403, not " + code);
        }
    }
}
