package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.transport.backend.amm.AmmFlavour;
import dev.confab.transport.backend.amm.AmmOptions;
import dev.confab.transport.backend.amm.CredentialProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is said of a server and its user; nothing of it needs a connection. */
class AmmConfigurationTest {

    private static AmmConfiguration.Builder complete() {
        return AmmConfiguration.builder()
                .enabled(true)
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"))
                .restConfig("one.example.com", 8443, true);
    }

    @Test
    void aConfigurationDoesNotChangeWithItsBuilder() {
        AmmConfiguration.Builder builder = complete();
        AmmConfiguration first = builder.build();
        AmmConfiguration second = builder.restConfig("two.example.com", 9443, true)
                .pollIntervalInMinutes(5)
                .credentialProvider(CredentialProvider.password("bob", "bob-secret"))
                .enabled(false)
                .build();
        AmmOptions ofFirst = first.options();
        assertTrue(first.isEnabled());
        assertTrue(ofFirst.toString().contains("one.example.com"), ofFirst::toString);
        assertEquals(0, ofFirst.getPollIntervalMinutes());
        AmmOptions ofSecond = second.options();
        assertTrue(ofSecond.toString().contains("two.example.com"), ofSecond::toString);
        assertEquals(5, ofSecond.getPollIntervalMinutes());
    }

    @Test
    void aListThatIsChangedAfterwardsDoesNotChangeTheConfiguration() {
        List<String> hosts = new ArrayList<>(List.of("files.example.com"));
        AmmConfiguration configuration = complete().linkHosts(hosts).build();
        hosts.add("no host at all");
        // Would be refused, were it read only now.
        assertEquals(AmmFlavour.V3_2, configuration.options().getNewestFlavour());
    }

    @Test
    void everySettingIsPassedOnAndWhatCannotWorkIsRefusedAtOnce() {
        AmmOptions options = complete()
                .allowPrevalidation(true)
                .newestFlavour(AmmFlavour.V3_0)
                .linkHosts(List.of("files.example.com", "*.example.org", "amm.example.net:9443"))
                .privateLinkAddresses(true)
                .maxConnectionErrorCount(1)
                .credentialTimeout(1_000)
                .screenAddresses(false)
                .ping(1_000, 500)
                .streamSilence(2_000)
                .helloTimeout(3_000)
                .requestTimeout(4_000)
                .readDebounce(0)
                .build()
                .options();
        assertEquals(AmmFlavour.V3_0, options.getNewestFlavour());
        assertTrue(options.getAllowPrevalidation());

        refused(builder -> builder.linkHosts(List.of("files.example.com:port")));
        refused(builder -> builder.linkHosts(List.of("not a host")));
        refused(builder -> builder.maxConnectionErrorCount(0));
        refused(builder -> builder.credentialTimeout(0));
        refused(builder -> builder.ping(0, 1));
        refused(builder -> builder.ping(1, 0));
        refused(builder -> builder.streamSilence(0));
        refused(builder -> builder.helloTimeout(-1));
        refused(builder -> builder.requestTimeout(0));
        refused(builder -> builder.readDebounce(-1));
        refused(builder -> builder.pollIntervalInMinutes(-1));
        refused(builder -> builder.restConfig("amm.example.com", 0, true));
        refused(builder -> builder.restConfig("amm.example.com", 8080, false));
    }

    /** And what was refused is not part of the configuration. */
    private static void refused(UnaryOperator<AmmConfiguration.Builder> setting) {
        AmmConfiguration.Builder builder = complete();
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> setting.apply(builder));
        assertTrue(!String.valueOf(refusal.getMessage()).isEmpty());
        AmmOptions options = builder.build().options();
        assertTrue(options.toString().contains("one.example.com"), options::toString);
    }
}
