package dev.confab.sandbox.webmessaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Web Messaging protocol notes §2.2, §10. */
class OriginRuleTest {

    @ParameterizedTest
    @CsvSource({
        "https://shop.example.org, true",
        "shop.example.org, true",
        "https://SHOP.example.org:8443, true",
        "http://www.shop.example.org/path, true",
        "https://notshop.example.org, false",
        "https://shop.example.org.evil.test, false",
        "null, false",
        "'', false",
        "https://[::1]:80, false"
    })
    void host_names_are_compared_exactly_or_as_sub_domains(String origin, boolean admitted) {
        Deployment deployment =
                Deployment.builder("d").allowedDomains("Shop.example.org").build();
        assertEquals(admitted, OriginRule.admits(deployment, origin));
    }

    @Test
    void a_restricted_deployment_insists_on_an_origin_and_an_open_one_does_not() {
        assertEquals(
                false,
                OriginRule.admits(
                        Deployment.builder("d").allowedDomains("a.test").build(), null));
        assertTrue(OriginRule.admits(Deployment.builder("d").build(), null));
    }
}
