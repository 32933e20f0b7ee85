package dev.confab.sandbox.guestchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What options refuse, and what they are without being told. */
class GuestChatOptionsTest {

    @Test
    void options_refuse_what_makes_no_sense() {
        GuestChatOptions.Builder builder = GuestChatOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.callsPerMinute(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.heartbeat(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.tokenLife(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.silence(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.attachWithin(Duration.ZERO));
        IllegalArgumentException bad =
                assertThrows(IllegalArgumentException.class, () -> GuestChatDeployment.builder("mine"));
        assertTrue(String.valueOf(bad.getMessage()).contains("is a GUID"));
        GuestChatDeployment.Builder deployment = GuestChatDeployment.builder(GuestChatDeployment.DEFAULT_ID);
        assertThrows(IllegalArgumentException.class, () -> deployment.queue(" "));
        assertThrows(IllegalArgumentException.class, () -> deployment.organization("x"));
        assertThrows(IllegalArgumentException.class, () -> deployment.authenticationKey(""));
    }

    @Test
    void a_deployment_has_the_default_queue_unless_others_are_named() {
        GuestChatDeployment usual =
                GuestChatDeployment.builder(GuestChatDeployment.DEFAULT_ID).build();
        assertTrue(usual.hasQueue("Support"));
        assertFalse(usual.hasQueue("Sales"));
        GuestChatDeployment sales = GuestChatDeployment.builder(GuestChatDeployment.DEFAULT_ID)
                .queue("Sales")
                .build();
        assertFalse(sales.hasQueue("Support"));
        assertTrue(sales.hasQueue("Sales"));
        assertEquals(1, GuestChatOptions.DEFAULT.deployments().size());
    }
}
