package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxAgent;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.CustomAttributes;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Offer;
import dev.confab.transport.model.Presence;
import dev.confab.transport.model.Reaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Each kind of event has its method. */
class EventsTest extends SandboxTest {

    @Test
    void signingInIsTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        List<MessagingEvent.SignedIn> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onSignedIn(MessagingEvent.SignedIn signedIn) {
                told.add(signedIn);
            }
        });

        sandbox.agent(TOKEN).event("{\"eventType\":\"Presence\",\"presence\":{\"type\":\"SignIn\"}}");

        Await.until("the sign-in", () -> told.size() == 1);
        assertEquals(client.conversation().getId(), told.get(0).getConversation());
    }

    @Test
    void offersAreTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        List<Offer> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onOffered(MessagingEvent.Offered offered) {
                told.add(offered.getOffer());
            }
        });

        SandboxAgent agent = sandbox.agent(TOKEN);
        agent.event("{\"eventType\":\"CoBrowse\",\"coBrowse\":"
                + "{\"type\":\"Offering\",\"sessionId\":\"screen\",\"sessionJoinToken\":\"join-secret\"}}");
        agent.event("{\"eventType\":\"Video\",\"video\":"
                + "{\"type\":\"Offering\",\"offeringId\":\"call\",\"jwt\":\"video-secret\"}}");

        Await.until("both offers", () -> told.size() == 2);
        assertEquals(
                List.of(
                        new Offer(Offer.Kind.CO_BROWSE, Offer.Status.OFFERED, "Offering", "screen", "join-secret"),
                        new Offer(Offer.Kind.VIDEO, Offer.Status.OFFERED, "Offering", "call", "video-secret")),
                told);
    }

    @Test
    void reactionsAreTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        List<MessagingEvent.Reacted> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onReacted(MessagingEvent.Reacted reacted) {
                told.add(reacted);
            }
        });

        sandbox.agent(TOKEN)
                .event("{\"eventType\":\"Reactions\",\"reactions\":[{\"reactionType\":\"Like\",\"count\":2}]}");

        Await.until("the reaction", () -> told.size() == 1);
        assertEquals(List.of(new Reaction("Like", 2L)), told.get(0).getReactions());
    }

    @Test
    void presenceIsTold() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        List<MessagingEvent.PresenceChanged> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onPresenceChanged(MessagingEvent.PresenceChanged changed) {
                if (changed.getDirection() == Direction.OUTBOUND) {
                    told.add(changed);
                }
            }
        });

        sandbox.showPresence(TOKEN, "Authenticate");
        sandbox.showPresence(TOKEN, "AuthenticateCancel");

        Await.until("both", () -> told.size() == 2);
        assertEquals(
                List.of(Presence.Kind.AUTHENTICATION_ASKED, Presence.Kind.AUTHENTICATION_CANCELLED),
                told.stream().map(it -> it.getPresence().getKind()).toList());
    }

    @Test
    void capabilitiesAreToldAsTheyChange() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = client(sandbox);
        List<Map<Capability, CapabilityStatus>> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onCapabilitiesChanged(Map<Capability, CapabilityStatus> capabilities) {
                told.add(capabilities);
            }
        });
        assertFalse(client.capability(Capability.SEND_TYPING).getAllowed());

        Await.result(client.connect());

        Await.until("typing is allowed", () -> !told.isEmpty() && isAllowed(told, Capability.SEND_TYPING));
        sandbox.agentDisconnect(TOKEN);
        Await.until("typing is denied", () -> !isAllowed(told, Capability.SEND_TYPING));
        assertEquals(client.capabilities(), told.get(told.size() - 1));
        assertEquals(told.stream().distinct().toList(), told);
    }

    @Test
    void customAttributesAreToldAsTheyComeFurther() {
        Sandbox sandbox = sandbox(Scenario.SILENT);
        AsyncMessagingClient client = connected(sandbox);
        List<CustomAttributes> told = new CopyOnWriteArrayList<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onCustomAttributesChanged(CustomAttributes customAttributes) {
                told.add(customAttributes);
            }
        });
        Map<String, String> values = Map.of("customer", "gold");

        Await.result(client.setCustomAttributes(values));
        Await.until("they are due", () -> told.equals(List.of(client.customAttributes())));
        assertEquals(CustomAttributes.Status.PENDING, told.get(0).getStatus());
        Await.result(client.send("with facts"));

        Await.until(
                "they are proved",
                () -> Objects.equals(
                        told.get(told.size() - 1), new CustomAttributes(values, CustomAttributes.Status.SENT)));
        assertTrue(told.stream().allMatch(it -> it.getValues().equals(values)));
    }

    private static boolean isAllowed(List<Map<Capability, CapabilityStatus>> told, Capability capability) {
        return Objects.requireNonNull(told.get(told.size() - 1).get(capability)).getAllowed();
    }
}
