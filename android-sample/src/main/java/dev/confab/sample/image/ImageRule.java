package dev.confab.sample.image;

import dev.confab.sample.service.Address;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Which pictures of a message may be fetched: encrypted ones, and those of the sandbox that the app talks to. */
public final class ImageRule {

    private ImageRule() {}

    /**
     * Whether a picture may be fetched.
     *
     * @param address as the message names it
     * @param service where the messages come from
     */
    public static boolean allows(@Nullable String address, Address service) {
        if (address == null) {
            return false;
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException wrong) {
            return false;
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            return false;
        }
        if ("https".equalsIgnoreCase(uri.getScheme())) {
            return true;
        }
        return service.kind() == Address.Kind.LOCAL
                && "http".equalsIgnoreCase(uri.getScheme())
                && (uri.getScheme() + "://" + uri.getRawAuthority()).equalsIgnoreCase(service.value());
    }
}
