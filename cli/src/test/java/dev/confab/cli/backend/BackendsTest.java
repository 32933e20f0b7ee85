package dev.confab.cli.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BackendsTest {

    @Test
    void theHelpNamesEachOfTheList() {
        String names = Backends.all().stream()
                .map(backend -> backend.name() + " (" + backend.title() + ")")
                .collect(Collectors.joining(", "));
        assertEquals(names, Backends.NAMES);
    }

    @Test
    void eachIsFoundByTheNameThatItsCodecHas() {
        for (Backend backend : Backends.all()) {
            assertSame(backend, Backends.find(backend.name()).orElseThrow());
            assertEquals(backend.name(), backend.inspector().getBackend());
        }
        assertTrue(Backends.find("zzz").isEmpty());
        assertEquals(Backends.DEFAULT, Backends.all().get(0).name());
    }
}
