package dev.confab.sandbox.webmessaging;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deployments of the service by id. */
final class Deployments {

    private final Map<String, Deployment> byId = new LinkedHashMap<>();

    Deployments(Collection<Deployment> deployments) {
        deployments.forEach(deployment -> byId.put(deployment.id(), deployment));
    }

    @Nullable
    Deployment find(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    Collection<Deployment> all() {
        return byId.values();
    }
}
