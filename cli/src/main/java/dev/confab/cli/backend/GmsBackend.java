package dev.confab.cli.backend;

import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.gms.GmsFrames;
import dev.confab.transport.backend.gms.GmsGuest;
import dev.confab.transport.backend.gms.GmsOptions;
import java.util.Objects;

/** Genesys Engage chat v2, polled. */
final class GmsBackend extends EngageBackend {

    /** Of every sandbox, which has services of all names. */
    static final String SERVICE = "customer-support";

    private static final String PATH = "/genesys/2/chat/";

    @Override
    public String name() {
        return "gms";
    }

    @Override
    public String title() {
        return "Genesys Engage chat v2";
    }

    @Override
    public FrameInspector inspector() {
        return new GmsFrames();
    }

    @Override
    TransportOptions options(ServiceChoice service, String url) {
        service.refuse("--organization", service.organization(), "Engage chat v2 has none.");
        String address = withPath(url, PATH + Objects.requireNonNullElse(service.queue(), SERVICE));
        GmsOptions.Builder builder = at(address, service.isCleartext());
        return builder.build();
    }

    @Override
    TransportOptions demoOptions(String url) {
        return at(url + PATH + SERVICE, true)
                .pollIntervalMillis(DEMO_POLL_MILLIS)
                .build();
    }

    private static GmsOptions.Builder at(String address, boolean cleartext) {
        GmsOptions.Builder builder =
                GmsOptions.builder().guest(GmsGuest.builder().nickname(NICKNAME).build());
        return cleartext ? builder.loopbackDataUrl(address) : builder.dataUrl(address);
    }
}
