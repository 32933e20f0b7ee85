package dev.confab.sample.service;

import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.gms.GmsGuest;
import dev.confab.transport.backend.gms.GmsOptions;
import dev.confab.transport.backend.guestchat.GuestChatOptions;
import dev.confab.transport.backend.nexus.NexusGuest;
import dev.confab.transport.backend.nexus.NexusOptions;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;

/** The kinds of services that the app can talk to. To add one is to add a constant here. */
public enum Backend {
    /** Genesys Cloud Web Messaging. */
    WEB_MESSAGING(true, Sandbox.ID, "", "") {
        @Override
        TransportOptions options(ServiceSettings settings, Address address) {
            WebMessagingOptions.Builder builder = WebMessagingOptions.builder(settings.deployment());
            return switch (address.kind()) {
                case REGION -> builder.region(address.value()).build();
                case ENCRYPTED -> builder.endpoint(address.value()).build();
                case LOCAL -> builder.loopbackEndpoint(address.value()).build();
            };
        }
    },
    /** Genesys Cloud guest chat. */
    GUEST_CHAT(true, Sandbox.ID, Sandbox.ID, "Support") {
        @Override
        TransportOptions options(ServiceSettings settings, Address address) {
            GuestChatOptions.Builder builder = GuestChatOptions.builder(settings.deployment(), settings.organization())
                    .queue(settings.queue());
            return switch (address.kind()) {
                case REGION -> builder.region(address.value()).build();
                case ENCRYPTED -> builder.endpoint(address.value()).build();
                case LOCAL -> builder.loopbackEndpoint(address.value()).build();
            };
        }
    },
    /** Genesys Engage chat v2; the deployment is the name of its chat service. */
    ENGAGE_V2(false, "customer-support", "", "") {
        @Override
        TransportOptions options(ServiceSettings settings, Address address) {
            GmsOptions.Builder builder = GmsOptions.builder()
                    .guest(GmsGuest.builder().nickname(NICKNAME).build());
            String url = address.withPath("/genesys/2/chat/" + settings.deployment());
            return (address.kind() == Address.Kind.LOCAL ? builder.loopbackDataUrl(url) : builder.dataUrl(url)).build();
        }
    },
    /** Genesys Multicloud CX chat v3; the deployment is its endpoint, the organization its API key. */
    ENGAGE_V3(false, "support", "confab", "") {
        @Override
        TransportOptions options(ServiceSettings settings, Address address) {
            NexusOptions.Builder builder = NexusOptions.builder(settings.deployment())
                    .apiKey(settings.organization())
                    .guest(NexusGuest.builder().nickname(NICKNAME).build());
            String url = address.withPath("/nexus/v3/chat/sessions");
            // What is only proposed of this protocol, the sandbox has; real services may not.
            return address.kind() == Address.Kind.LOCAL
                    ? builder.loopbackDataUrl(url).proposedOperations(true).build()
                    : builder.dataUrl(url).build();
        }
    };

    private static final String NICKNAME = "Guest";

    private final boolean hasRegions;
    private final String deployment;
    private final String organization;
    private final String queue;

    Backend(boolean hasRegions, String deployment, String organization, String queue) {
        this.hasRegions = hasRegions;
        this.deployment = deployment;
        this.organization = organization;
        this.queue = queue;
    }

    /** Whether a region can be named instead of an address. */
    public boolean hasRegions() {
        return hasRegions;
    }

    /** Whether it wants to know an organization (or a key). */
    public boolean hasOrganization() {
        return !organization.isEmpty();
    }

    /** Whether it wants to know a queue. */
    public boolean hasQueue() {
        return !queue.isEmpty();
    }

    /** What every sandbox has of this kind. */
    public ServiceSettings sandbox(String address) {
        return new ServiceSettings(this, address, deployment, organization, queue);
    }

    /** @throws IllegalArgumentException when the settings cannot work, with a message for developers */
    abstract TransportOptions options(ServiceSettings settings, Address address);

    private static final class Sandbox {
        static final String ID = "a0000000-0000-4000-8000-000000000001";
    }
}
