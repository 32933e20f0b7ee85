package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the WebSocket of a service is, and what follows from that (protocol notes §2.1). */
final class ServiceAddress {

    private static final Pattern ADDRESS = Pattern.compile("(wss?)://([^/?#@]+)(/v1)?/?", Pattern.CASE_INSENSITIVE);
    private static final String REGIONAL = "webmessaging.";
    private static final String ANY_DEPLOYMENT = "a0000000-0000-4000-8000-000000000000";

    private final boolean secure;
    private final String authority;

    private ServiceAddress(boolean secure, String authority) {
        this.secure = secure;
        this.authority = authority;
    }

    /**
     * Reads {@code wss://host[:port]/v1}, or {@code ws} to this very machine.
     *
     * @throws IllegalArgumentException when it cannot be used; the message names the way out
     */
    static ServiceAddress parse(String address) {
        Matcher matcher = ADDRESS.matcher(Objects.requireNonNull(address, "address"));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + address
                            + "\" is no address of a WebSocket: give one such as wss://webmessaging.mypurecloud.de/v1, without a query.");
        }
        boolean secure = Objects.requireNonNull(matcher.group(1)).equalsIgnoreCase("wss");
        ServiceAddress parsed = new ServiceAddress(
                secure, Objects.requireNonNull(matcher.group(2)).toLowerCase(Locale.ROOT));
        // Everything else about the host is for those to check who connect to it.
        parsed.options(ANY_DEPLOYMENT, null, "check").build();
        return parsed;
    }

    WebMessagingOptions.Builder options(String deploymentId, @Nullable String origin, String application) {
        WebMessagingOptions.Builder options =
                WebMessagingOptions.builder(deploymentId).application(application);
        String domain = domain();
        if (domain != null) {
            options.region(domain);
        } else if (secure) {
            options.endpoint("https://" + authority);
        } else {
            options.loopbackEndpoint("http://" + authority);
        }
        return origin == null ? options : options.origin(origin);
    }

    /** Where the REST calls go. */
    String api() {
        String domain = domain();
        return domain != null ? "https://api." + domain : (secure ? "https://" : "http://") + authority;
    }

    /** What follows {@code webmessaging.}; null for another host, which answers for everything. */
    private @Nullable String domain() {
        boolean regional = secure && authority.startsWith(REGIONAL) && authority.indexOf(':') < 0;
        return regional ? authority.substring(REGIONAL.length()) : null;
    }

    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + authority + "/v1";
    }
}
