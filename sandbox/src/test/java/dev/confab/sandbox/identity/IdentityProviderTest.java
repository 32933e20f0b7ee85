package dev.confab.sandbox.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.confab.sandbox.identity.Logins.Bearer;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Web Messaging protocol notes §2.9, §3.9, §11.1. */
class IdentityProviderTest {

    private static final Instant NOW = Instant.parse("2030-01-04T10:15:30Z");
    private static final User MIRA = new User("mira", "Mira", "Okafor");
    private static final String URI = "myapp://cb";

    private final IdentityProvider provider = new IdentityProvider(List.of(MIRA));
    private final Logins logins = new Logins(IdentityOptions.DEFAULT);

    @Test
    void the_challenge_is_the_one_of_the_example_in_rfc_7636() {
        assertEquals(
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                IdentityProvider.challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    }

    @Test
    void a_code_stands_for_its_user_once() {
        String code = provider.issueCode(MIRA, URI, null, NOW);
        assertEquals(new Identified.As(MIRA), provider.redeem(code, URI, null, NOW));
        assertInstanceOf(Identified.Nobody.class, provider.redeem(code, URI, null, NOW));
    }

    @Test
    void a_code_issued_with_a_challenge_needs_its_verifier_and_is_spent_by_a_wrong_one() {
        String code = provider.issueCode(MIRA, URI, IdentityProvider.challengeOf("right"), NOW);
        assertInstanceOf(Identified.Nobody.class, provider.redeem(code, URI, "wrong", NOW));
        assertInstanceOf(Identified.Nobody.class, provider.redeem(code, URI, "right", NOW));
        String second = provider.issueCode(MIRA, URI, IdentityProvider.challengeOf("right"), NOW);
        assertEquals(new Identified.As(MIRA), provider.redeem(second, URI, "right", NOW));
        String third = provider.issueCode(MIRA, URI, IdentityProvider.challengeOf("right"), NOW);
        assertInstanceOf(Identified.Nobody.class, provider.redeem(third, URI, null, NOW));
    }

    @Test
    void a_verifier_without_a_challenge_is_refused() {
        String code = provider.issueCode(MIRA, URI, null, NOW);
        assertInstanceOf(Identified.Nobody.class, provider.redeem(code, URI, "verifier", NOW));
    }

    @Test
    void a_code_is_bound_to_its_address_and_to_ten_minutes() {
        String code = provider.issueCode(MIRA, URI, null, NOW);
        assertInstanceOf(Identified.Nobody.class, provider.redeem(code, "https://evil.test", null, NOW));
        String late = provider.issueCode(MIRA, URI, null, NOW);
        Instant end = NOW.plus(IdentityProvider.LIFETIME);
        assertInstanceOf(Identified.Nobody.class, provider.redeem(late, URI, null, end));
    }

    @Test
    void an_id_token_is_bound_to_its_nonce_its_time_and_its_signature() {
        String token = provider.issueIdToken(MIRA, "n", NOW);
        assertEquals(new Identified.As(MIRA), provider.open(token, "n", NOW));
        assertInstanceOf(Identified.Nobody.class, provider.open(token, "other", NOW));
        assertInstanceOf(Identified.Nobody.class, provider.open(token, "n", NOW.plus(IdentityProvider.LIFETIME)));
        String forged = new Hs256().sign(BoundedJson.object().put("sub", "mira").put("nonce", "n"));
        assertInstanceOf(Identified.Nobody.class, provider.open(forged, "n", NOW));
        assertInstanceOf(Identified.Nobody.class, provider.open("no JWT", "n", NOW));
    }

    @Test
    void an_auth_jwt_is_good_for_fifteen_minutes_and_a_refresh_token_for_a_day() {
        Logins.Tokens tokens = logins.begin(MIRA, "d", true, NOW);
        String refreshToken = tokens.refreshToken();
        assertNotNull(refreshToken);
        assertInstanceOf(Bearer.Good.class, logins.check(tokens.jwt(), NOW.plus(Duration.ofSeconds(899))));
        assertInstanceOf(Bearer.Expired.class, logins.check(tokens.jwt(), NOW.plus(Duration.ofMinutes(15))));
        Instant later = NOW.plus(Duration.ofHours(23));
        String fresh = logins.refresh(refreshToken, later);
        assertNotNull(fresh);
        assertNotEquals(tokens.jwt(), fresh);
        assertInstanceOf(Bearer.Good.class, logins.check(fresh, later));
        // Used before, still the same token: refreshing does not rotate it, nor does it move its end.
        assertNotNull(
                logins.refresh(refreshToken, NOW.plus(Duration.ofHours(24)).minusMillis(1)));
        assertNull(logins.refresh(refreshToken, NOW.plus(Duration.ofHours(24))));
    }

    @Test
    void logging_out_ends_every_login_of_the_user_in_the_deployment() {
        Logins.Tokens here = logins.begin(MIRA, "d", true, NOW);
        Logins.Tokens elsewhere = logins.begin(MIRA, "other", true, NOW);
        logins.end(MIRA, "d");
        assertInstanceOf(Bearer.Bad.class, logins.check(here.jwt(), NOW));
        String refreshToken = here.refreshToken();
        assertNotNull(refreshToken);
        assertNull(logins.refresh(refreshToken, NOW));
        assertInstanceOf(Bearer.Good.class, logins.check(elsewhere.jwt(), NOW));
    }

    @Test
    void the_implicit_flow_has_no_refresh_token() {
        assertNull(logins.begin(MIRA, "d", false, NOW).refreshToken());
    }

    @Test
    void options_refuse_what_makes_no_sense() {
        IdentityOptions options = IdentityOptions.DEFAULT;
        assertThrows(IllegalArgumentException.class, options::withUsers);
        assertThrows(IllegalArgumentException.class, () -> options.withUsers(MIRA, MIRA));
        assertThrows(IllegalArgumentException.class, () -> options.withRefusals(400, 401));
        Duration day = Duration.ofDays(1);
        assertThrows(IllegalArgumentException.class, () -> options.withLifetimes(Duration.ZERO, day));
        assertThrows(IllegalArgumentException.class, () -> new User(" ", "a", "b"));
    }
}
