package dev.confab.sample.screen;

import android.content.res.Resources;
import android.widget.ImageView;
import dev.confab.sample.R;
import dev.confab.sample.image.ImageRule;
import dev.confab.sample.service.ChatSession;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Link;
import org.jspecify.annotations.Nullable;

/** The pictures of messages: where they come from, and what stands there until they are loaded. */
final class Pictures {

    private final ImageLoader loader;
    private final ChatSession session;
    private final MessageFiles files;

    Pictures(ImageLoader loader, ChatSession session, MessageFiles files) {
        this.loader = loader;
        this.session = session;
        this.files = files;
    }

    /** The picture of a card; a drawn one where there is none that may be loaded. */
    void card(@Nullable Link link, ImageView view) {
        String address = link == null ? null : link.getAddress();
        if (address == null || !ImageRule.allows(address, session.address())) {
            ImageLoader.showNone(view);
            return;
        }
        Resources resources = view.getResources();
        loader.show(
                ImageSources.http(address, session.address()),
                view,
                resources.getDimensionPixelSize(R.dimen.card_width),
                resources.getDimensionPixelSize(R.dimen.card_image),
                ImageView.ScaleType.CENTER_CROP);
    }

    /** A picture that was sent as a file; the library downloads it and checks its address. */
    void file(Attachment file, ImageView view) {
        Resources resources = view.getResources();
        loader.show(
                files.source(file),
                view,
                resources.getDimensionPixelSize(R.dimen.picture_width),
                resources.getDimensionPixelSize(R.dimen.picture_height),
                ImageView.ScaleType.CENTER_CROP);
    }
}
