package dev.confab.client.messaging;

import dev.confab.transport.backend.amm.AmmFeatures;
import dev.confab.transport.backend.amm.AmmFeaturesListener;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server told of its user at the last connection. */
final class AccountNews implements Account, AmmFeaturesListener {

    private volatile @Nullable AmmFeatures features;

    @Override
    public void onFeatures(AmmFeatures told) {
        features = told;
    }

    @Override
    public @Nullable String selfAddress() {
        AmmFeatures told = features;
        return told == null ? null : told.getSelfAddress();
    }

    @Override
    public List<String> routableDomains() {
        AmmFeatures told = features;
        return told == null ? Collections.emptyList() : told.getRoutableDomains();
    }

    @Override
    public boolean isRichContentAllowed() {
        AmmFeatures told = features;
        return told == null || told.getRichContent();
    }
}
