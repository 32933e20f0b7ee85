package dev.confab.cli.backend;

import java.net.URI;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a service. Exactly one of address and region is there.
 *
 * @param url an address, as it was typed
 * @param region the domain of a region
 * @param deployment the id of a deployment
 * @param token the token of a session to go on with
 * @param organization the id of the organization
 * @param queue the name of the queue
 * @param memberToken the JWT that says who the guest is; a secret
 * @param user the login at the service
 * @param password of that login
 * @param partners addresses to talk to, with commas between them
 * @param misuse makes of an option and what is wrong with it the failure of the command
 */
public record ServiceChoice(
        @Nullable String url,
        @Nullable String region,
        String deployment,
        @Nullable String token,
        @Nullable String organization,
        @Nullable String queue,
        @Nullable String memberToken,
        @Nullable String user,
        PasswordSource password,
        @Nullable String partners,
        BiFunction<String, String, RuntimeException> misuse) {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    /** Writing http:// is the explicit wish for an unencrypted connection, which is granted to this machine only. */
    public boolean isCleartext() {
        String lower = url == null ? "" : url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("ws://");
    }

    /** Whether the address is one of this machine, as those of sandboxes are. By its form alone: a name can mean anything tomorrow. */
    public boolean isLoopback() {
        try {
            String host = url == null ? null : URI.create(url).getHost();
            return host != null && LOOPBACK.matcher(host).matches();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** Does what an option says; where that is refused, the option is named. */
    public <T> T setting(String option, Supplier<T> setting) {
        try {
            return setting.get();
        } catch (IllegalArgumentException refused) {
            throw misuse.apply(option, String.valueOf(refused.getMessage()));
        }
    }

    /** Refuses an option that says nothing to this back end. */
    void refuse(String option, @Nullable String value, String why) {
        if (value != null) {
            throw misuse.apply(option, why);
        }
    }
}
