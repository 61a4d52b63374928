// CloudFront Function, runtime cloudfront-js-2.0, event viewer-request: S3 knows files only, readers ask for folders.

// What files of the site end with. A list, not "has a dot": codes such as 4.7.1 are folders with dots.
const FILE = /\.(?:css|html|ico|js|json|md|pagefind|pf_fragment|pf_index|pf_meta|png|svg|txt|webmanifest|woff2|xml)$/;

function handler(event) {
    const request = event.request;
    if (request.uri.endsWith('/')) {
        request.uri += 'index.html';
        return request;
    }
    if (FILE.test(request.uri)) {
        return request;
    }
    // A page without its slash: send the reader to the address with it, as other hosts do; relative links depend on it.
    // A browser takes //host and /\host as another host: one slash in front, whatever came.
    const path = request.uri.replace(/^[\/\\]+/, '/') + '/';
    const query = [];
    for (const name in request.querystring) {
        const item = request.querystring[name];
        const values = item.multiValue || [item];
        values.forEach(each => query.push(each.value === '' ? name : name + '=' + each.value));
    }
    return {
        statusCode: 301,
        statusDescription: 'Moved Permanently',
        headers: {
            'location': { value: query.length ? path + '?' + query.join('&') : path },
            'cache-control': { value: 'public, max-age=300' },
        },
    };
}
