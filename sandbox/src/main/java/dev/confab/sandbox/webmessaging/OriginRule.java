package dev.confab.sandbox.webmessaging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which origins a deployment admits. Browsers send {@code https://host}, mobile clients the bare host, so only host names
 * are compared (Web Messaging protocol notes §2.2); an allowed domain admits itself and its sub-domains (§10).
 */
final class OriginRule {

    private OriginRule() {}

    static boolean admits(Deployment deployment, @Nullable String origin) {
        if (deployment.allowedDomains().isEmpty()) {
            return true;
        }
        String host = origin == null ? "" : hostOf(origin);
        return deployment.allowedDomains().stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
    }

    static String hostOf(String origin) {
        String rest = origin.strip().toLowerCase(Locale.ROOT);
        int scheme = rest.indexOf("://");
        if (scheme >= 0) {
            rest = rest.substring(scheme + 3);
        }
        int slash = rest.indexOf('/');
        if (slash >= 0) {
            rest = rest.substring(0, slash);
        }
        int port = rest.lastIndexOf(':');
        boolean portFollows = port > rest.lastIndexOf(']');
        return portFollows ? rest.substring(0, port) : rest;
    }
}
