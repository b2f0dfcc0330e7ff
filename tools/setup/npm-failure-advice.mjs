const advice = [
  {
    pattern: /\bENOSPC\b/,
    text: (root) => `The disk is full: free at least 1 GB where ${root} lies, and run the command again.`,
  },
  {
    pattern: /\b(EACCES|EPERM|EROFS)\b/,
    text: (root) =>
      `Files cannot be written: make ${root} and npm's cache (npm config get cache) writable for this user, ` +
      'close programs that hold files in node_modules, and run the command again.',
  },
  {
    pattern: /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH)\b/,
    text: () =>
      'The npm registry cannot be reached: check the network, the proxy, and `npm config get registry`, ' +
      'and run the command again.',
  },
  {
    pattern: /\b(E401|E403|E404|ETARGET)\b/,
    text: () =>
      'The npm registry does not hand out a package that is needed: check `npm config get registry` and its login, ' +
      'and run the command again.',
  },
  {
    pattern: /\b(EUSAGE|EJSONPARSE|EINTEGRITY|EINVALIDPACKAGENAME)\b|lock ?file/i,
    text: () =>
      'package-lock.json is damaged or does not go with the package.json files: get it back with ' +
      '`git checkout -- package-lock.json`, or write it anew with `npm install`, and run the command again.',
  },
]

/** What a person can do about a failed `npm ci`, from npm's own output. */
export function npmFailureAdvice(output, root) {
  const found = advice.find(({ pattern }) => pattern.test(output))
  if (found !== undefined) return found.text(root)
  return 'Check the network (npm config get registry), the free disk space and the permissions of this folder, then run the command again.'
}
