package dev.confab.sample.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be typed as an address. */
class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "mypurecloud.de, REGION, mypurecloud.de",
        "' USW2.Pure.Cloud ', REGION, usw2.pure.cloud",
        "https://chat.example.com, ENCRYPTED, https://chat.example.com",
        "https://chat.example.com:8443/, ENCRYPTED, https://chat.example.com:8443",
        "http://127.0.0.1:8088, LOCAL, http://127.0.0.1:8088",
        "http://localhost, LOCAL, http://localhost",
        "http://10.0.2.2:8088, LOCAL, http://10.0.2.2:8088"
    })
    void addresses(String typed, Address.Kind kind, String value) {
        assertEquals(new Address(kind, value), Address.parse(typed, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chat",
                "http://chat.example.com",
                "http://10.0.2.3",
                "http://127.0.0.1@chat.example.com",
                "https://user@chat.example.com",
                "https://",
                "ftp://127.0.0.1",
                "https://a b"
            })
    void nonsense(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Address.parse(typed, true));
    }

    @Test
    void notEveryBackEndHasRegions() {
        assertThrows(IllegalArgumentException.class, () -> Address.parse("mypurecloud.de", false));
    }

    @Test
    void theSandboxIsOnTheHostOfTheEmulator() {
        assertEquals("http://10.0.2.2:8088", ServiceSettings.initial(true).address());
        assertEquals("http://127.0.0.1:8088", ServiceSettings.initial(false).address());
        ServiceSettings settings = ServiceSettings.initial(true);
        Address address = Address.parse(settings.address(), true);
        assertNotNull(settings.options(address)); // the library agrees
    }
}
