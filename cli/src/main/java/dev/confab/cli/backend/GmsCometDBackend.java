package dev.confab.cli.backend;

import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.gms.GmsCometD;
import dev.confab.transport.backend.gms.GmsCometDFrames;
import dev.confab.transport.backend.gms.GmsGuest;
import dev.confab.transport.backend.gms.GmsOptions;
import java.util.Objects;

/** Genesys Engage chat v2, pushed over CometD. */
final class GmsCometDBackend extends EngageBackend {

    private static final String PATH = "/genesys/cometd";
    private static final String CHANNEL = "/service/chatV2/";

    @Override
    public String name() {
        return "gms-cometd";
    }

    @Override
    public String title() {
        return "Genesys Engage chat v2 over CometD";
    }

    @Override
    public FrameInspector inspector() {
        return new GmsCometDFrames();
    }

    @Override
    TransportOptions options(ServiceChoice service, String url) {
        service.refuse("--organization", service.organization(), "Engage chat v2 has none.");
        String channel = CHANNEL + Objects.requireNonNullElse(service.queue(), GmsBackend.SERVICE);
        String address = withPath(url, PATH);
        return over(
                service.isCleartext()
                        ? GmsCometD.loopbackBuilder(address, channel)
                        : GmsCometD.builder(address, channel));
    }

    @Override
    TransportOptions demoOptions(String url) {
        return over(GmsCometD.loopbackBuilder(url + PATH, CHANNEL + GmsBackend.SERVICE));
    }

    private static GmsOptions over(GmsCometD.Builder settings) {
        return GmsOptions.builder()
                .cometD(settings.build())
                .guest(GmsGuest.builder().nickname(NICKNAME).build())
                .build();
    }
}
