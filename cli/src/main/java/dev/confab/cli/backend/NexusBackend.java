package dev.confab.cli.backend;

import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.nexus.NexusFrames;
import dev.confab.transport.backend.nexus.NexusGuest;
import dev.confab.transport.backend.nexus.NexusOptions;
import java.util.Objects;

/** Genesys Multicloud CX chat v3. What is only proposed of it is switched on for sandboxes alone. */
final class NexusBackend extends EngageBackend {

    private static final String PATH = "/nexus/v3/chat/sessions";

    /** Of every sandbox, which has endpoints of all names. */
    private static final String ENDPOINT = "support";

    /** Every key is a contact center of a sandbox. */
    private static final String API_KEY = "confab";

    @Override
    public String name() {
        return "nexus";
    }

    @Override
    public String title() {
        return "Genesys Multicloud CX chat v3";
    }

    @Override
    public FrameInspector inspector() {
        return new NexusFrames();
    }

    @Override
    TransportOptions options(ServiceChoice service, String url) {
        String endpoint = Objects.requireNonNullElse(service.queue(), ENDPOINT);
        String key = Objects.requireNonNullElse(service.organization(), API_KEY);
        String address = withPath(url, PATH);
        NexusOptions.Builder builder = begin(endpoint).apiKey(key);
        return (service.isCleartext() ? local(builder, address) : builder.dataUrl(address)).build();
    }

    @Override
    TransportOptions demoOptions(String url) {
        return local(begin(ENDPOINT).apiKey(API_KEY), url + PATH)
                .pollIntervalMillis(DEMO_POLL_MILLIS)
                .build();
    }

    private static NexusOptions.Builder begin(String endpoint) {
        return NexusOptions.builder(endpoint)
                .guest(NexusGuest.builder().nickname(NICKNAME).build());
    }

    private static NexusOptions.Builder local(NexusOptions.Builder builder, String address) {
        return builder.loopbackDataUrl(address).proposedOperations(true);
    }
}
