package dev.confab.cli.backend;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every kind of service that there is. */
public final class Backends {

    /** What is meant when nothing is said. */
    public static final String DEFAULT = WebMessagingBackend.NAME;

    /** For the help: every name. A constant, because annotations take no other; a test compares it with the list. */
    public static final String NAMES =
            "webmessaging (Genesys Cloud Web Messaging), guestchat (Genesys Cloud guest chat), gms (Genesys Engage chat"
                    + " v2), gms-cometd (Genesys Engage chat v2 over CometD), nexus (Genesys Multicloud CX chat v3), amm"
                    + " (Avaya Multimedia Messaging)";

    private static final List<Backend> ALL = List.of(
            new WebMessagingBackend(),
            new GuestChatBackend(),
            new GmsBackend(),
            new GmsCometDBackend(),
            new NexusBackend(),
            new AmmBackend());

    private Backends() {}

    /** All of them, the default first. */
    public static List<Backend> all() {
        return ALL;
    }

    /** The one with this name. */
    public static Optional<Backend> find(String name) {
        return ALL.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    /** What to say of a name that is none. */
    public static String unknown(String name) {
        return "there is no back end \"" + name + "\"; there is: "
                + ALL.stream().map(Backend::name).collect(Collectors.joining(", ")) + ".";
    }
}
