package dev.confab.sample.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a service is.
 *
 * @param kind how it is reached
 * @param value an origin, or the domain of a region
 */
public record Address(Kind kind, String value) {

    /** How a service is reached. */
    public enum Kind {
        /** By the name of a region. */
        REGION,
        /** By https. */
        ENCRYPTED,
        /** By http, which never leaves this device, or the machine around the emulator. */
        LOCAL
    }

    /**
     * Understands what somebody typed.
     *
     * @param regions whether it may be the domain of a region
     * @throws IllegalArgumentException when it is no address, or one that would send messages in the clear over a network
     */
    public static Address parse(String typed, boolean regions) {
        String address = typed.trim();
        if (!address.contains("://")) {
            if (regions && address.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
                return new Address(Kind.REGION, address.toLowerCase(Locale.ROOT));
            }
            throw new IllegalArgumentException("\"" + address + "\" is no address: write https://host.");
        }
        URI uri = uri(address);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("\"" + address + "\" names no host: write https://host.");
        }
        String origin = scheme + "://" + uri.getRawAuthority();
        if (scheme.equals("https")) {
            return new Address(Kind.ENCRYPTED, origin);
        }
        if (scheme.equals("http") && isLocal(uri.getHost())) {
            return new Address(Kind.LOCAL, origin);
        }
        throw new IllegalArgumentException("\"" + address + "\" would not be encrypted: write https://host.");
    }

    String withPath(String path) {
        return value + path;
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]")
                || host.equals(ServiceSettings.EMULATOR_HOST);
    }

    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("\"" + address + "\" is no address: write https://host.", wrong);
        }
    }
}
